ALTER TABLE letters_letters ADD COLUMN valid_from BIGINT;
