-- Families, patents, applications, claims, prior art, trade marks, annual fees.

INSERT INTO paliad.patent_families (id, family_no, title, client_id, priority_date, inventors, portfolio_value, attributes)
SELECT pg_temp.id('family', n),
       'F-' || lpad(n::text, 5, '0'),
       pg_temp.word('family, noun', n,
           '{Greifvorrichtung,Batteriezelle,Verfahren zur Signalübertragung,Antikörper,Kupplung,Katheter,'
           'Windenergieanlage,Messanordnung,Förderband,Speichersteuerung}')
           || ' ' || pg_temp.word('family, with', n,
               '{mit verbesserter Kühlung,"und Verfahren zu deren Herstellung","für \"harte\" Umgebungen",'
               'mit zweistufiger Regelung,sowie deren Verwendung}'),
       pg_temp.id('client', 1 + (n - 1) % 120),
       pg_temp.priority_date(n),
       CASE WHEN n % 4 = 0 THEN ARRAY['Weiß, Jürgen', 'Ångström, Åsa', 'O''Neill, Aoife'] ELSE ARRAY['Müller, Zoë'] END,
       CASE WHEN n % 6 <> 0 THEN 5000 + pg_temp.pick('family, value', n, 900000) + 0.37 END,
       jsonb_build_object('business_unit', 'BU-' || (n % 7)::text, 'standard_essential', n % 9 = 0,
                          'licensees', CASE WHEN n % 9 = 0 THEN '["Jade Networks Ltd.", "Südwind Werke GmbH"]'::jsonb ELSE '[]' END,
                          'registry_key', 9007199254740993 + n, 'ratio', 0.1 * (n % 10))
FROM generate_series(1, 200) AS n;

INSERT INTO paliad.patents
    (id, number, family_id, title_de, title_en, country_code, ipc, status, filed_on, granted_on, validated_in,
     unitary_effect, opted_out)
SELECT pg_temp.id('patent', n),
       pg_temp.patent_number(n),
       f.id,
       f.title,
       CASE WHEN n % 4 <> 0 THEN pg_temp.word('patent, title', n,
           '{"Gripping device, in particular for robots",Battery cell,Signal transmission method,'
           '"Antibodies against a \"novel\" target",Coupling,Catheter assembly}') END,
       CASE WHEN n % 3 = 0 THEN 'DE' END,
       pg_temp.word('patent, ipc', n, '{A61B,A61K,A61M,B25J,B60L,B65G,C07K,C12N,F03D,F16H,G01N,G06F,H01M,H04L,H04W}'),
       (ARRAY['granted', 'granted', 'granted', 'opposed', 'revoked', 'lapsed'])[1 + pg_temp.pick('patent, status', n, 6)]::paliad.right_status,
       f.priority_date + 360,
       f.priority_date + 360 + 900 + pg_temp.pick('patent, grant', n, 1200),
       CASE WHEN n % 3 = 0 THEN '{}' WHEN n % 3 = 1 THEN '{DE,FR,GB,NL}' ELSE '{DE,IT,SE,CH,LI}' END::text[],
       n % 3 <> 0 AND n % 5 = 0,
       CASE WHEN n % 3 <> 0 THEN n % 7 = 0 END
FROM generate_series(1, 400) AS n
JOIN paliad.patent_families AS f ON f.family_no = 'F-' || lpad((1 + (n - 1) % 200)::text, 5, '0');

INSERT INTO paliad.applications
    (id, number, family_id, patent_id, parent_id, office, filed_on, filed_at, published_on, examiner, page_count, cited_classes)
SELECT pg_temp.id('application', n),
       CASE a.office WHEN 'DPMA' THEN '10 ' || to_char(f.priority_date, 'YYYY') || ' ' || to_char(n * 1733 % 900000 + 1, 'FM000" "000') || '.' || (n % 10)::text
                     WHEN 'EPA'  THEN to_char(f.priority_date, 'YY') || lpad((n * 421 % 999999)::text, 6, '0') || '.' || (n % 10)::text
                                 ELSE 'PCT/EP' || to_char(f.priority_date, 'YYYY') || '/' || lpad((n * 97)::text, 6, '0') END,
       f.id,
       CASE WHEN n <= 400 THEN pg_temp.id('patent', n) END,
       CASE WHEN n > 400 THEN pg_temp.id('application', n - 400) END,
       a.office,
       f.priority_date + 360,
       CASE WHEN n % 2 = 0 THEN (f.priority_date + 360) + time '09:15' + interval '1 second' * pg_temp.pick('application', n, 20000) END,
       CASE WHEN n % 12 <> 0 THEN f.priority_date + 540 END,
       CASE WHEN n % 3 <> 0 THEN pg_temp.word('application, examiner', n,
           '{"Böhm, Käthe","van der Meer, J.","Díaz, P."}') END,
       8 + pg_temp.pick('application, pages', n, 190),
       CASE WHEN n % 5 <> 0 THEN ARRAY[pg_temp.word('application, ipc', n,
           '{A61B 17/00,B25J 15/06,H04L 1/18,H01M 10/613}'), 'G06F 3E10'] END
FROM generate_series(1, 480) AS n
JOIN paliad.patent_families AS f ON f.family_no = 'F-' || lpad((1 + (n - 1) % 200)::text, 5, '0'),
     LATERAL (SELECT CASE WHEN n > 400 THEN 'EPA' WHEN n % 3 = 0 THEN 'DPMA' WHEN n % 7 = 0 THEN 'WIPO' ELSE 'EPA' END AS office) AS a;

-- Claim 1 and, in every other patent, a method claim 8 stand alone; the others hang on one before them.
INSERT INTO paliad.patent_claims (patent_id, claim_no, depends_on, wording, features)
SELECT pg_temp.id('patent', p),
       c,
       h.parent,
       CASE WHEN h.parent IS NULL
            THEN pg_temp.word('claim, what', p * 10 + c,
                '{Vorrichtung,Verfahren,System}') || E', umfassend:\n  (a) ein erstes Element;\n  (b) ein zweites Element, das mit dem ersten "wirkverbunden" ist,\n'
                 || 'dadurch gekennzeichnet, dass der Abstand ' || (1 + pg_temp.pick('claim, size', p * 10 + c, 90))::text || ' µm ± 5 % beträgt.'
            ELSE 'Gegenstand nach Anspruch ' || h.parent::text || ', wobei '
                 || pg_temp.word('claim, detail', p * 10 + c,
                     '{"die Temperatur höchstens 80 °C beträgt",'
                     '"das Element aus Aluminium, Stahl oder Kunststoff besteht",'
                     '"die Steuerung ≥ 2 Kanäle aufweist","α < β ist"}') || '.' END,
       CASE WHEN h.parent IS NULL
            THEN jsonb_build_array(jsonb_build_object('no', '1', 'text', 'erstes Element'),
                                   jsonb_build_object('no', '1.1', 'text', 'zweites Element', 'literal', p % 2 = 0))
            ELSE '[]' END
FROM generate_series(1, 200) AS p,
     generate_series(1, 8) AS c,
     LATERAL (SELECT CASE WHEN c = 1 OR (c = 8 AND p % 2 = 0) THEN NULL
                          ELSE 1 + pg_temp.pick('claim, parent', p * 10 + c, c - 1) END AS parent) AS h;

INSERT INTO paliad.prior_art (patent_id, exhibit, citation, published_on, category, against_claims, relevance, comment)
SELECT pg_temp.id('patent', 1 + (n - 1) % 200),
       'D' || (1 + (n - 1) / 200)::text,
       CASE n % 3 WHEN 0 THEN 'US ' || to_char(6000000 + n * 913, 'FM9,999,999') || ' B2'
                  WHEN 1 THEN 'DE 10 2004 0' || (10000 + n)::text || ' A1'
                         ELSE 'Höß et al., "On Gripping", J. Robot. ' || (n % 40)::text || ' (2003), S. 12–17' END,
       CASE WHEN n % 8 <> 0 THEN date '1999-01-04' + n * 5 END,
       (ARRAY['X', 'Y', 'A', 'P', 'E'])[1 + pg_temp.pick('prior art', n, 5)],
       (ARRAY['{1}', '{1,2,3}', '{}', '{1,8}'])[1 + n % 4]::int[],
       CASE WHEN n % 40 = 0 THEN 'NaN' WHEN n % 7 <> 0 THEN pg_temp.pick('prior art, score', n, 10000) / 10000.0 END,
       CASE WHEN n % 6 = 0 THEN E'Nicht neuheitsschädlich:\n- Merkmal 1.1 fehlt\n- "wirkverbunden" nicht offenbart' END
FROM generate_series(1, 600) AS n;

INSERT INTO paliad.trademarks (id, register_no, client_id, sign, office, nice_classes, status, protected_during, picture)
SELECT pg_temp.id('trademark', n),
       (ARRAY['30 2019 ', '0179'])[1 + n % 2] || lpad((n * 7919 % 99999)::text, 5, '0'),
       pg_temp.id('client', 1 + n * 7 % 120),
       (ARRAY['NORDLICHT', 'Grünwald®', 'Isar+', '=EQUAL=', '@home-lab', '“Weiß wie Schnee”', 'ÅNGSTRÖM 10⁻¹⁰ m'])[1 + n % 7] || ' ' || n::text,
       (ARRAY['DPMA', 'EUIPO'])[1 + n % 2],
       (ARRAY['{7,9}', '{5,10,44}', '{9,38,42}', '{12}'])[1 + n % 4]::int[],
       (ARRAY['granted', 'pending', 'opposed', 'expired'])[1 + n % 4]::paliad.right_status,
       daterange(date '2012-01-01' + n * 40, date '2022-01-01' + n * 40),
       CASE WHEN n % 3 = 0 THEN '\x89504e470d0a1a0a'::bytea || decode(md5('sign ' || n::text), 'hex') WHEN n % 5 = 0 THEN '\x'::bytea END
FROM generate_series(1, 60) AS n;

INSERT INTO paliad.annuities (patent_id, patent_year, due_on, amount, surcharge, paid_on, instructed_by)
SELECT p.id, y,
       (date_trunc('month', p.filed_on::timestamp) + make_interval(years => y - 1, months => 1))::date - 1,
       f.amount,
       CASE WHEN (n + y) % 25 = 0 THEN 50 ELSE 0 END,
       CASE WHEN NOT (n % 40 = 0 AND y = 8) AND p.filed_on + make_interval(years => y - 1) < date '2025-12-01'
            THEN (date_trunc('month', p.filed_on::timestamp) + make_interval(years => y - 1, days => 10))::date END,
       CASE WHEN n % 3 = 0 THEN pg_temp.word('annuity', n, '{Mandant,Annuity Service Ltd.,"Müller, per Telefon"}') END
FROM generate_series(1, 150) AS n
JOIN paliad.patents AS p ON p.id = pg_temp.id('patent', n),
     generate_series(3, 8) AS y
JOIN paliad.ref_office_fees AS f ON f.office = 'DPMA' AND f.annuity_year = y
ORDER BY n, y;
