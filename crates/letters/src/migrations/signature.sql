ALTER TABLE letters_letters ADD COLUMN signature TEXT;
