-- Offices, users, teams.

-- The managing partners are users who come a moment later: that reference is checked at the end.
INSERT INTO paliad.offices (id, name, address, phone, opens_at, closes_at, managing_partner) VALUES
    ('DUS', 'Düsseldorf', ROW('Königsallee 999, 4. OG', '40212', 'Düsseldorf', 'DE'), '+49 211 5550-100', '08:00', '18:30', pg_temp.user_id(3)),
    ('MUC', 'München',    ROW('Erhardtstraße 999',      '80469', 'München',    'DE'), '+49 89 5550-200',  '08:30', '18:00', pg_temp.user_id(4)),
    ('MHM', 'Mannheim',   ROW('Q 99, 1-3',              '68161', 'Mannheim',   'DE'), '+49 621 5550-300', '08:30', '17:30', pg_temp.user_id(6)),
    ('DRS', 'Dresden',    ROW('An der Frauenkirche 99', '01067', 'Dresden',    'DE'), '+49 351 5550-400', '09:00', '17:00', NULL);

-- Users 1 and 2 are the two that tests know by name; 3 to 8 are partners, 9 to 17 associates,
-- 18 to 22 paralegals, the rest clerks.
INSERT INTO paliad.users
    (id, email, display_name, global_role, initials, title, office_id, supervisor_id, admissions, languages,
     hourly_rate, weekly_hours, joined_on, left_on, settings, created_at)
SELECT pg_temp.user_id(u.n), u.email, u.display_name, u.global_role, u.initials, u.title, u.office_id,
       pg_temp.user_id(u.supervisor), u.admissions::text[], u.languages::text[], u.rate, u.hours,
       u.joined_on::date, u.left_on::date,
       jsonb_build_object('theme', pg_temp.word('user, theme', u.n, '{light,dark,system}'),
                          'page_size', 25 * (1 + pg_temp.pick('user, page', u.n, 4)),
                          'start_page', CASE WHEN u.n % 3 = 0 THEN 'Fristenbuch' END,
                          'mail_digest', u.n % 2 = 0),
       pg_temp.moment('user', u.n, u.joined_on::date)
FROM (VALUES
    ( 1, 'anna.admin@kanzlei.example',       'Anna Admin',                        'global_admin', 'AA',  NULL,            'DUS', NULL, '{}',                     '{de,en}',       NULL,   40.0, '2015-02-01', NULL),
    ( 2, 'carl.clerk@kanzlei.example',       'Carl Clerk',                        'clerk',        'CC',  NULL,            'DUS', 1,    '{}',                     '{de,en}',       NULL,   38.5, '2018-09-01', NULL),
    ( 3, 'renate.mueller@kanzlei.example',   'Dr. Renate Müller',                 'partner',      'RM',  'Rechtsanwältin', 'DUS', NULL, '{RAK,UPC}',             '{de,en,fr}',    480.00, 45.0, '2006-01-01', NULL),
    ( 4, 'hans.weiss@kanzlei.example',       'Prof. Dr. Hans-Jörg Weiß',          'partner',      'HJW', 'Patentanwalt',  'MUC', NULL, '{DPMA,EPA,UPC}',         '{de,en}',       480.00, 45.0, '2006-01-01', NULL),
    ( 5, 'ida.gruenwald@kanzlei.example',    'Ida Grünwald, LL.M.',               'partner',      'IG',  'Rechtsanwältin', 'DUS', NULL, '{RAK,UPC}',             '{de,en,nl}',    450.00, 45.0, '2011-04-01', NULL),
    ( 6, 'soeren.angstroem@kanzlei.example', 'Sören Ångström',                    'partner',      'SÅ',  'European Patent Attorney', 'MHM', NULL, '{EPA,UPC}',   '{sv,en,de}',    450.00, 45.0, '2012-10-01', NULL),
    ( 7, 'franz.oezdemir@kanzlei.example',   'Dr. Franz Özdemir',                 'partner',      'FÖ',  'Rechtsanwalt',  'MUC', NULL, '{RAK,UPC}',              '{de,en}',       430.00, 45.0, '2014-01-01', NULL),
    ( 8, 'claire.lefevre@kanzlei.example',   'Claire Lefèvre',                    'partner',      'CL',  'Patentanwältin', 'DUS', NULL, '{DPMA,EPA,UPC}',        '{fr,en,de}',    430.00, 45.0, '2016-07-01', NULL),
    ( 9, 'jan.kowalski@kanzlei.example',     'Jan Kowalski',                      'associate',    'JK',  'Rechtsanwalt',  'DUS', 3,    '{RAK}',                  '{de,en}',       345.50, 40.0, '2018-01-01', NULL),
    (10, 'mia.schaefer@kanzlei.example',     'Dr. Mia Schäfer',                   'associate',    'MS',  'Patentanwältin', 'MUC', 4,   '{DPMA,EPA,UPC}',         '{de,en}',       345.50, 40.0, '2018-05-01', NULL),
    (11, 'tom.brien@kanzlei.example',        'Tom O''Brien',                      'associate',    'TOB', 'Solicitor',     'DUS', 5,    '{}',                     '{en}',          290.00, 40.0, '2019-10-01', NULL),
    (12, 'lena.fuchs@kanzlei.example',       'Lena Fuchs',                        'associate',    'LF',  'Rechtsanwältin', 'MHM', 6,   '{RAK,UPC}',              '{de,en}',       290.00, 32.0, '2020-01-01', NULL),
    (13, 'yuki.tanaka@kanzlei.example',      'Yuki Tanaka (田中 由紀)',            'associate',    'YT',  'European Patent Attorney', 'MUC', 4, '{EPA}',         '{ja,en,de}',    290.00, 40.0, '2020-04-01', NULL),
    (14, 'max.strauss@kanzlei.example',      'Dr.-Ing. Max Strauß',               'associate',    'MST', 'Patentanwalt',  'DRS', 8,    '{DPMA,EPA}',             '{de,en}',       290.00, 40.0, '2021-01-01', NULL),
    (15, 'eva.nowak@kanzlei.example',        'Eva Nowak-Hübner',                  'associate',    'ENH', 'Rechtsanwältin', 'DUS', 3,   '{RAK}',                  '{de,en}',       260.00, 20.0, '2022-02-01', NULL),
    (16, 'luca.rossi@kanzlei.example',       'Luca Rossi',                        'associate',    'LR',  'Avvocato',      'MUC', 7,    '{UPC}',                  '{it,en,de}',    260.00, 40.0, '2022-09-01', '2025-06-30'),
    (17, 'nils.jaeger@kanzlei.example',      'Nils Jäger',                        'associate',    'NJ',  'Patentanwalt',  'DUS', 8,    '{DPMA}',                 '{de,en}',       260.00, 40.0, '2023-03-01', NULL),
    (18, 'petra.lang@kanzlei.example',       'Petra Lang',                        'paralegal',    'PL',  'Patentanwaltsfachangestellte', 'DUS', 3, '{}',        '{de,en}',       185.00, 38.5, '2009-08-01', NULL),
    (19, 'kim.huynh@kanzlei.example',        'Kim Huỳnh',                         'paralegal',    'KH',  NULL,            'MUC', 4,    '{}',                     '{de,en}',       185.00, 38.5, '2017-08-01', NULL),
    (20, 'olga.petrova@kanzlei.example',     'Olga Petrova',                      'paralegal',    'OP',  NULL,            'MHM', 6,    '{}',                     '{de,en}',       185.00, 30.0, '2019-08-01', NULL),
    (21, 'ben.koenig@kanzlei.example',       'Ben König',                         'paralegal',    'BK',  NULL,            'DUS', 5,    '{}',                     '{de}',          185.00, 38.5, '2021-08-01', NULL),
    (22, 'sara.yildiz@kanzlei.example',      'Sara Yıldız',                       'paralegal',    'SY',  NULL,            'DRS', 8,    '{}',                     '{de,en}',       185.00, 38.5, '2022-08-01', NULL),
    (23, 'uwe.gross@kanzlei.example',        'Uwe Groß',                          'clerk',        'UG',  NULL,            'MUC', 1,    '{}',                     '{de}',          NULL,   38.5, '2010-01-01', NULL),
    (24, 'ines.da.silva@kanzlei.example',    'Inês da Silva',                     'clerk',        'IDS', '',              'MHM', 1,    '{}',                     '{de,en}',       NULL,   19.2, '2020-11-01', NULL),
    (25, 'paul.ende@kanzlei.example',        'Paul Ende "der Archivar"',          'clerk',        'PE',  NULL,            'DUS', 1,    '{}',                     '{de}',          NULL,   38.5, '2001-01-01', '2024-12-31')
) AS u (n, email, display_name, global_role, initials, title, office_id, supervisor, admissions, languages,
        rate, hours, joined_on, left_on);

INSERT INTO paliad.teams (id, name, office_id, lead_id, areas) VALUES
    ('LIT-DUS', 'Verletzung Düsseldorf',   'DUS', pg_temp.user_id(3), '{infringement}'),
    ('LIT-MUC', 'Verletzung & Nichtigkeit München', 'MUC', pg_temp.user_id(7), '{infringement,nullity}'),
    ('UPC',     'UPC-Team',                'DUS', pg_temp.user_id(5), '{infringement,nullity,licensing}'),
    ('EPA',     'Einspruch & Beschwerde',  'MUC', pg_temp.user_id(4), '{opposition}'),
    ('LIFE',    'Life Sciences',           'MHM', pg_temp.user_id(6), '{prosecution,opposition,nullity}'),
    ('IP',      'Erteilung, Marken, Arbeitnehmererfindungen', 'DUS', pg_temp.user_id(8), '{prosecution,trademarks,employee_inventions}');

-- Every lawyer and paralegal is in one team, and some in a second.
INSERT INTO paliad.team_members (team_id, user_id, share, member_during)
SELECT (ARRAY['LIT-DUS', 'LIT-MUC', 'UPC', 'EPA', 'LIFE', 'IP'])[1 + (n + 7 * turn) % 6],
       pg_temp.user_id(n),
       CASE WHEN turn = 1 THEN 33.33 WHEN n % 2 = 0 THEN 66.67 ELSE 100 END,
       daterange(make_date(2019 + turn, 1 + n % 12, 1),
                 CASE WHEN n = 16 THEN date '2025-07-01' END)
FROM generate_series(3, 22) AS n, generate_series(0, 1) AS turn
WHERE turn = 0 OR n % 2 = 0
ORDER BY n, turn;
