-- Tax rates, holidays, official fees.

INSERT INTO paliad.ref_vat_rates (country_code, valid_during, rate, remark) VALUES
    ('DE', '[2007-01-01,2020-07-01)', 19.00, NULL),
    ('DE', '[2020-07-01,2021-01-01)', 16.00, 'Zweites Corona-Steuerhilfegesetz'),
    ('DE', '[2021-01-01,)',           19.00, NULL),
    ('AT', '[1984-01-01,)',           20.00, NULL),
    ('FR', '[2014-01-01,)',           20.00, NULL),
    ('NL', '[2012-10-01,)',           21.00, NULL),
    ('LU', '[2015-01-01,2023-01-01)', 17.00, NULL),
    ('LU', '[2023-01-01,2024-01-01)', 16.00, 'befristete Senkung'),
    ('LU', '[2024-01-01,)',           17.00, NULL),
    ('CH', '[2018-01-01,2024-01-01)',  7.70, 'kein EU-Mitglied; nur zur Information'),
    ('CH', '[2024-01-01,)',            8.10, 'kein EU-Mitglied; nur zur Information');

INSERT INTO paliad.ref_holidays (region, day, name)
SELECT 'DE', make_date(y, h.month, h.day), h.name
FROM generate_series(2022, 2027) AS y,
     (VALUES ( 1,  1, 'Neujahr'),
             ( 5,  1, 'Tag der Arbeit'),
             (10,  3, 'Tag der Deutschen Einheit'),
             (12, 25, 'Erster Weihnachtstag'),
             (12, 26, 'Zweiter Weihnachtstag')) AS h (month, day, name);

-- Those that go by Easter.
INSERT INTO paliad.ref_holidays (region, day, name)
SELECT h.region, e.sunday + h.days, h.name
FROM (VALUES (date '2022-04-17'), (date '2023-04-09'), (date '2024-03-31'),
             (date '2025-04-20'), (date '2026-04-05'), (date '2027-03-28')) AS e (sunday),
     (VALUES ('DE',    -2, 'Karfreitag'),
             ('DE',     1, 'Ostermontag'),
             ('DE',    39, 'Christi Himmelfahrt'),
             ('DE',    50, 'Pfingstmontag'),
             ('DE-NW', 60, 'Fronleichnam'),
             ('DE-BY', 60, 'Fronleichnam'),
             ('DE-BW', 60, 'Fronleichnam')) AS h (region, days, name);

INSERT INTO paliad.ref_holidays (region, day, name)
SELECT h.region, make_date(y, h.month, h.day), h.name
FROM generate_series(2022, 2027) AS y,
     (VALUES ('DE-BY',  1,  6, 'Heilige Drei Könige'),
             ('DE-BW',  1,  6, 'Heilige Drei Könige'),
             ('DE-BY',  8, 15, 'Mariä Himmelfahrt'),
             ('DE-HH', 10, 31, 'Reformationstag'),
             ('DE-NW', 11,  1, 'Allerheiligen'),
             ('DE-BY', 11,  1, 'Allerheiligen'),
             ('DE-BW', 11,  1, 'Allerheiligen')) AS h (region, month, day, name);

INSERT INTO paliad.ref_office_fees (office, fee_code, title, amount) VALUES
    ('DPMA',  '311000',  'Anmeldung, elektronisch',                40.00),
    ('DPMA',  '311400',  'Prüfungsantrag',                        350.00),
    ('DPMA',  '313600',  'Einspruch',                             200.00),
    ('EPA',   '001',     'Anmeldegebühr',                         135.00),
    ('EPA',   '010',     'Einspruchsgebühr',                      880.00),
    ('EPA',   '011',     'Beschwerdegebühr',                     2925.00),
    ('EPA',   '017',     'Wiedereinsetzung',                      720.00),
    ('BPatG', '402100',  'Nichtigkeitsklage, 4,5-fache Gebühr',  4581.00),
    ('UPC',   'INF',     'Infringement action, fixed fee',      11000.00),
    ('UPC',   'REV',     'Revocation action',                   20000.00),
    ('UPC',   'OPTOUT',  'Opt-out',                                 0.00);

-- Annual fees of a German patent; the codes are the office's.
INSERT INTO paliad.ref_office_fees (office, fee_code, title, amount, annuity_year)
SELECT 'DPMA', '312' || to_char(y, 'FM00') || '0', y::text || '. Jahresgebühr', f.amount, y
FROM unnest(ARRAY[70, 70, 100, 150, 210, 280, 350, 430, 540, 680, 830, 980, 1130, 1410, 1690, 1980, 2260, 2550]::numeric[])
     WITH ORDINALITY AS f (amount, n),
     LATERAL (SELECT (f.n + 2)::smallint AS y) AS year;
