-- Clients, contacts, parties, checks for conflicts.

INSERT INTO paliad.clients
    (id, client_no, name, legal_form, address, billing_address, language, currency, vat_id, parent_id, partner_id,
     industries, annual_revenue, aml_checked_on, remark, preferences, created_at)
SELECT pg_temp.id('client', n),
       10000 + n,
       c.stem || ' ' || c.trade || ' ' || c.form,
       c.form,
       ROW(pg_temp.word('client, street', n,
           '{Industriestraße,Am Weißen Stein,Bahnhofstraße,Gewerbepark Süd,"Hauptstraße, Hinterhaus",'
           'Rue de l''Église,Storgatan}')
               || ' ' || (1 + pg_temp.pick('client, house', n, 180))::text,
           p.code, p.city, p.country)::paliad.address,
       CASE WHEN n % 9 = 0 THEN ROW('Postfach ' || (n * 37)::text, '00' || (100 + n)::text, 'Zürich', 'CH')::paliad.address END,
       CASE p.country WHEN 'DE' THEN 'de' WHEN 'AT' THEN 'de' WHEN 'FR' THEN 'fr' WHEN 'JP' THEN 'ja' ELSE 'en' END,
       CASE p.country WHEN 'US' THEN 'USD' WHEN 'CH' THEN 'CHF' WHEN 'SE' THEN 'SEK' ELSE 'EUR' END,
       CASE p.country WHEN 'DE' THEN 'DE' || (100000000 + n * 7654321 % 899999999)::text END,
       CASE WHEN n > 12 AND n % 10 = 0 THEN pg_temp.id('client', n / 10) END,
       pg_temp.user_id(3 + n % 6),
       ARRAY[i.a, i.b],
       CASE WHEN n = 1 THEN 9223372036854775807 WHEN n % 8 <> 0 THEN (1 + pg_temp.pick('client, revenue', n, 90000)) * 100000::bigint END,
       CASE WHEN n % 7 <> 0 THEN pg_temp.weekday('client, checked', n, -300, 290) END,
       CASE WHEN n % 5 = 0 THEN ''
            WHEN n = 3     THEN 'Rechnungen nur an "Kreditoren", nicht an die Fachabteilung; Rückfragen: Frau Groß, Tel. -17'
            WHEN n % 11 = 0 THEN E'Erste Zeile\nZweite Zeile\r\nDritte Zeile\tmit Tabulator' END,
       jsonb_build_object('e_invoice', n % 3 = 0, 'purchase_order', CASE WHEN n % 4 = 0 THEN '00' || (4500 + n)::text END,
                          'cc', jsonb_build_array('ip@client' || n::text || '.example')),
       pg_temp.moment('client', n, pg_temp.weekday('client, since', n, -520, 500))
FROM generate_series(1, 120) AS n,
     LATERAL (SELECT pg_temp.word('client, stem', n,
         '{Müller,Weiß,Grünwald,Ångström,Nordlicht,Rhenus-Süd,Isarwerk,Hübner & Söhne,Kästner,Straßburger,Lefèvre,'
         'Białecki,Öresund,Zöllner,Pfälzer,Tanaka,Elbtal,"Vogel, Voß"}') AS stem,
                     pg_temp.word('client, trade', n,
                         '{Maschinenbau,Robotics,Medizintechnik,Pharma,Batteriesysteme,Sensorik,Fördertechnik,'
                         'Halbleiter,Windkraft,Antriebstechnik,Diagnostics,Telecom}') AS trade,
                     pg_temp.word('client, form', n,
                         '{GmbH,GmbH & Co. KG,AG,SE,S.A.S.,AB,"Inc.","Co., Ltd."}') AS form) AS c,
     LATERAL (SELECT 1 + pg_temp.pick('client, city', n, 12) AS k) AS place,
     LATERAL (SELECT (ARRAY['40212', '80331', '01067', '68161', '20095', '70173', '1010', '8001', '75008', '111 52', '02139', '100-0005'])[place.k] AS code,
                     (ARRAY['Düsseldorf', 'München', 'Dresden', 'Mannheim', 'Hamburg', 'Stuttgart', 'Wien', 'Zürich', 'Paris', 'Stockholm', 'Cambridge, MA', 'Tōkyō'])[place.k] AS city,
                     (ARRAY['DE', 'DE', 'DE', 'DE', 'DE', 'DE', 'AT', 'CH', 'FR', 'SE', 'US', 'JP'])[place.k] AS country) AS p,
     LATERAL (SELECT pg_temp.word('client, industry', n,
         '{Maschinenbau,Chemie,"Pharma, Biotech",Telekommunikation,Automobil}') AS a,
                     CASE WHEN n % 6 = 0 THEN NULL ELSE pg_temp.word('client, industry 2', n,
                         '{Zulieferer,Hersteller,Forschung,"Patent \"Pool\""}') END AS b) AS i;

INSERT INTO paliad.contacts
    (id, client_id, salutation, first_name, last_name, position, email, phone, birthday, gets_invoices, created_at)
SELECT pg_temp.id('contact', n),
       pg_temp.id('client', 1 + (n - 1) % 120),
       (ARRAY['Frau', 'Herr', NULL])[1 + pg_temp.pick('contact, salutation', n, 3)],
       pg_temp.word('contact, first', n, '{Jürgen,Zoë,Björn,Käthe,Åsa,François,Łukasz,Mehmet,Aoife,Günther,Søren,Ai}'),
       pg_temp.word('contact, last', n,
           '{Müller,Weiß,Grünwald,Ångström,O''Neill,von der Höhe,Çelik,Kühn-Böhm,Núñez,"Meyer, jun.",Schröder,Sato}'),
       pg_temp.word('contact, position', n,
           '{Leiter Patente,"General Counsel, Europe",Head of IP,Kreditoren,Geschäftsführer,Erfinder}'),
       CASE WHEN n % 10 <> 0 THEN 'kontakt' || n::text || '@client' || (1 + (n - 1) % 120)::text || '.example' END,
       CASE n % 4 WHEN 0 THEN '0049 (0)211/5550' || lpad(n::text, 4, '0')
                  WHEN 1 THEN '+49 89 5550' || lpad(n::text, 4, '0')
                  WHEN 2 THEN '' END,
       CASE WHEN n % 3 = 0 THEN date '1955-03-01' + pg_temp.pick('contact, birthday', n, 16000) END,
       n % 4 = 0,
       pg_temp.moment('contact', n, pg_temp.weekday('contact, since', n, -300, 290))
FROM generate_series(1, 300) AS n;

-- The first 120 parties are the clients themselves, the others stand against them.
INSERT INTO paliad.parties (id, name, natural_person, address, representative, aliases, client_id, created_at)
SELECT pg_temp.id('party', n), c.name, false, c.address, NULL, '{}', c.id, c.created_at
FROM generate_series(1, 120) AS n
JOIN paliad.clients AS c ON c.client_no = 10000 + n
UNION ALL
SELECT pg_temp.id('party', n), o.name, n % 20 = 0,
       CASE WHEN n % 3 = 0 THEN ROW(NULL, NULL, pg_temp.word('party, city', n,
           '{Shenzhen,Köln,"Portland, OR",Århus}'), NULL)::paliad.address END,
       CASE WHEN n % 4 <> 0 THEN pg_temp.word('party, counsel', n,
           '{"Rechtsanwälte Groß, Klein & Partner","Kanzlei Beispiel PartG mbB","Dr. h. c. Adler","Muster LLP"}') END,
       CASE WHEN n % 5 = 0 THEN ARRAY[upper(o.name), 'ex "' || o.name || '"', NULL] ELSE '{}' END,
       NULL,
       pg_temp.moment('party', n, pg_temp.weekday('party, since', n, -300, 290))
FROM generate_series(121, 260) AS n,
     LATERAL (SELECT CASE WHEN n % 20 = 0
                          THEN pg_temp.word('party, first', n,
                              '{Dr. Jörg,Beate,Émile}') || ' ' || pg_temp.word('party, last', n, '{Kümmel,Süß,de l''Aigle}')
                          ELSE pg_temp.word('party, stem', n,
                              '{Helios,Quantum,Südwind,Baltic,Orion,Jade,Große-Brömer,Vektor,Pacific,Ærø}')
                               || ' ' || pg_temp.word('party, trade', n,
                                   '{Devices,Technologies,Werke,Systems,Mobility,Biotech,Networks}')
                               || ' ' || pg_temp.word('party, form', n,
                                   '{GmbH,Ltd.,B.V.,Inc.,A/S,"Co., Ltd."}') END AS name) AS o;

INSERT INTO paliad.conflict_checks (client_id, party_id, checked_by, checked_at, conflict, similarity, hits, reasons)
SELECT pg_temp.id('client', pg_temp.matter_client(n)),
       pg_temp.id('party', 121 + pg_temp.pick('matter, opponent', n, 140)),
       pg_temp.user_id(18 + n % 5),
       pg_temp.moment('check', n, pg_temp.day_of(n, 450, 1400)),
       CASE WHEN n > 440 THEN NULL ELSE n % 50 = 0 END,
       CASE WHEN n % 6 <> 0 THEN pg_temp.pick('check, similarity', n, 1000) / 1000.0 END,
       CASE WHEN n % 6 = 0 THEN '[]'
            ELSE jsonb_build_array(jsonb_build_object('party', 121 + pg_temp.pick('check, hit', n, 140), 'field', 'name', 'exact', n % 50 = 0)) END,
       CASE WHEN n % 50 = 0 THEN 'Früheres Mandat der Gegenseite; § 43a Abs. 4 BRAO, mit "Chinese wall" nicht zu lösen' END
FROM generate_series(1, 450) AS n;
