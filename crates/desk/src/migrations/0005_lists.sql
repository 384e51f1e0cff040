-- Each list of a unit is one range of one index, which holds all that the list needs to find its page.
-- list: 0 ended; 1 an office works on it; 2 waits for the reporter, the unit held it last; 3 imported, not taken over;
-- 4 still open, but with others now.
ALTER TABLE desk_holders RENAME COLUMN open TO list;
UPDATE desk_holders SET list = 4 WHERE list = 0 AND EXISTS (SELECT 1 FROM desk_cases c WHERE c.region = desk_holders.region
    AND c.id = desk_holders.case_id AND c.status IN ('baru', 'diproses', 'menunggu'));
UPDATE desk_holders SET list = 2 WHERE list = 1 AND title = '';
UPDATE desk_holders SET list = 3 WHERE list IN (1, 2) AND EXISTS (SELECT 1 FROM desk_cases c
    WHERE c.region = desk_holders.region AND c.id = desk_holders.case_id AND c.dormant = 1);
DROP INDEX desk_holders_inbox;
CREATE INDEX desk_holders_list ON desk_holders (region, unit, list, due, case_id, title, escalated);
