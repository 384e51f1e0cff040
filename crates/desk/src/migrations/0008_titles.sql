-- Of several branches in one unit every title is kept: |seksi-ekbang|ketua-rt|, and |~lurah| where a substitute may act.
UPDATE desk_holders SET title = '|' || title || '|' WHERE title <> '';
