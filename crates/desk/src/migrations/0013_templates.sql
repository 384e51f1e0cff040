CREATE TABLE desk_templates (
  region TEXT NOT NULL, definition TEXT NOT NULL, name TEXT NOT NULL, source TEXT NOT NULL,
  PRIMARY KEY (region, definition, name));
