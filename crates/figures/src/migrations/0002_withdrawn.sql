-- Applications that their applicants took back, counted apart.
ALTER TABLE figures_cases ADD COLUMN withdrawn BIGINT NOT NULL DEFAULT 0;
ALTER TABLE figures_cells ADD COLUMN withdrawn BIGINT NOT NULL DEFAULT 0;
