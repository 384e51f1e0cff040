-- A case can also be followed by the renewal of its letter (semantics R57): kind is banding or perpanjangan.
ALTER TABLE desk_sequels ADD COLUMN kind TEXT NOT NULL DEFAULT 'banding';
