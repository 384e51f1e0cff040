-- Units of one case: holding the unit as well, this index is preferred to the primary key, of which only the region would be used.
DROP INDEX desk_holders_case;
CREATE INDEX desk_holders_case ON desk_holders (region, case_id, unit);
