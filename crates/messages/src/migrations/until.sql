-- What is of no use after a while, such as a code, is not sent after it.
ALTER TABLE messages_deliveries ADD COLUMN until_at BIGINT;
