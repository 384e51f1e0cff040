-- Sectors of digital transformation beside the promise, as districts are, so that lists and counts need not open its facts.
ALTER TABLE programme_promises ADD COLUMN sectors TEXT NOT NULL DEFAULT '';
UPDATE programme_promises SET sectors = sectors || 'infrastruktur;' WHERE facts LIKE '%"sectors":[%"infrastruktur"%],"themes"%';
UPDATE programme_promises SET sectors = sectors || 'ekonomi;' WHERE facts LIKE '%"sectors":[%"ekonomi"%],"themes"%';
UPDATE programme_promises SET sectors = sectors || 'pemerintahan;' WHERE facts LIKE '%"sectors":[%"pemerintahan"%],"themes"%';
UPDATE programme_promises SET sectors = sectors || 'masyarakat;' WHERE facts LIKE '%"sectors":[%"masyarakat"%],"themes"%';
UPDATE programme_promises SET sectors = ';' || sectors WHERE sectors <> '';
