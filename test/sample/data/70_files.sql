-- Documents, their versions, letters and messages.

INSERT INTO paliad.documents
    (id, matter_id, kind, title, file_name, language, author_id, dated_on, pages, ocr_confidence, privileged, tags,
     properties, created_at)
SELECT pg_temp.id('document', n),
       pg_temp.id('matter', 1 + pg_temp.pick('document, matter', n, 400)),
       k.kind,
       pg_temp.word('document, title', n,
           '{Klageschrift,Klageerwiderung,Replik,"Anlage K 7 (Gutachten \"Prof. Böhm\")",Einspruchsschriftsatz,'
           'Hinweisbeschluss,Übersetzung der Klagepatentschrift,Notice of appeal,"Entwurf, Stand 3. Lesung"}'),
       to_char(d.day, 'YYYYMMDD') || '_' || lower(k.kind) || '_' || lpad(n::text, 7, '0')
           || CASE WHEN n % 21 = 0 THEN ' (Kopie), final & "echt final"' ELSE '' END
           || pg_temp.word('document, suffix', n, '{.pdf,.pdf,.docx,.xlsx,.msg}'),
       pg_temp.word('document, language', n, '{de,de,de,en,en,fr}'),
       CASE WHEN n % 4 <> 0 THEN pg_temp.lawyer('document, author', n) END,
       CASE WHEN n % 13 <> 0 THEN d.day END,
       1 + pg_temp.pick('document, pages', n, 240),
       CASE WHEN n % 97 = 0 THEN 'NaN' WHEN n % 3 <> 0 THEN (900 + pg_temp.pick('document, ocr', n, 100)) / 1000.0 END,
       n % 6 <> 0,
       CASE n % 5 WHEN 0 THEN '{}' WHEN 1 THEN '{zugestellt}' WHEN 2 THEN ARRAY['Anlage', 'vertraulich; § 172 GVG'] ELSE ARRAY['Entwurf', 'v' || (n % 7)::text] END,
       jsonb_build_object('mime', CASE WHEN n % 5 = 2 THEN 'application/msword' ELSE 'application/pdf' END, 'signed', n % 8 = 0,
                          'exhibit', CASE WHEN n % 5 = 2 THEN 'K ' || (1 + n % 40)::text END),
       pg_temp.moment('document', n, d.day)
FROM generate_series(1, 1500 * :scale) AS n,
     LATERAL (SELECT pg_temp.day_of(n, 1500 * :scale, 1500) AS day) AS d,
     LATERAL (SELECT pg_temp.word('document, kind', n,
         '{SCHRIFTSATZ,SCHRIFTSATZ,URTEIL,BESCHLUSS,LADUNG,PROTOKOLL,GUTACHTEN,ANLAGE,ANLAGE,PATENT,D-SCHRIFT,'
         'UEBERSETZ,VOLLMACHT,EB,ENTWURF}') AS kind) AS k;

-- Every third document has a second version, every ninth a third one.
INSERT INTO paliad.document_versions (document_id, version, byte_count, sha256, change_note, saved_by, saved_at)
SELECT pg_temp.id('document', n),
       v,
       CASE WHEN n = 9 AND v = 3 THEN 5368709120 ELSE 8192 + pg_temp.pick('version, size', n * 10 + v, 9000000) END,
       sha256(convert_to('document ' || n::text || ', version ' || v::text, 'UTF8')),
       CASE v WHEN 2 THEN 'Anmerkungen Dr. Müller eingearbeitet' WHEN 3 THEN E'nach Rücksprache:\n"Hilfsantrag 2" gestrichen' END,
       CASE WHEN n % 10 <> 0 THEN pg_temp.user_id(3 + pg_temp.pick('version, user', n * 10 + v, 20)) END,
       pg_temp.moment('version', n * 10 + v, pg_temp.day_of(n, 1500 * :scale, 1500) + v - 1)
FROM generate_series(1, 1500 * :scale) AS n, generate_series(1, 3) AS v
WHERE v = 1 OR (v = 2 AND n % 3 = 0) OR (v = 3 AND n % 9 = 0);

-- Matter 1 + (n - 1) % 400; a reply answers the message before it in the same matter.
INSERT INTO paliad.correspondence
    (matter_id, in_reply_to, direction, channels, message_no, counterpart, subject, body, postmark, sent_at, receipt)
SELECT pg_temp.id('matter', 1 + (n - 1) % 400),
       CASE WHEN n > 400 AND n % 3 = 0 THEN n - 400 END,
       (ARRAY['in', 'out', 'out', 'internal'])[1 + c.k % 4]::paliad.direction,
       (ARRAY['{beA}', '{e-mail}', '{post,fax}', '{CMS}', '{beA,post,e-mail}', '{telephone}'])[1 + c.k]::paliad.channel[],
       CASE WHEN c.k IN (0, 4) THEN 9007199254740993 + n END,
       pg_temp.word('letter, to', n,
           '{Landgericht Düsseldorf,Bundespatentgericht,European Patent Office,"Groß, Klein & Partner",'
           '"Müller Maschinenbau GmbH, Rechtsabteilung",UPC Registry,Frau Ångström}'),
       CASE WHEN n % 3 = 0 THEN 'AW: ' ELSE '' END
           || pg_temp.word('letter, subject', n,
               '{Fristverlängerung,Ihr Schreiben vom Montag,Terminsbestimmung,"Anlagen, vollständig",'
               'Request for extension,Vergleichsangebot – vertraulich!,Kostenfestsetzung}'),
       CASE WHEN n % 5 = 0 THEN NULL
            ELSE E'Sehr geehrte Damen und Herren,\n\n' ||
                 pg_temp.word('letter, body', n,
                     '{"in vorbezeichneter Sache beantragen wir, die Frist um vier Wochen zu verlängern.",'
                     '"wir übersenden anbei die \"beglaubigte\" Abschrift; um Rücksendung des EB wird gebeten.",'
                     'please find attached our submission of today.,'
                     '"der Streitwert wird mit 5.000.000,00 € angegeben."}') ||
                 E'\n\nMit freundlichen kollegialen Grüßen\n' || pg_temp.word('letter, from', n,
                     '{Dr. Müller,Weiß,I. Grünwald,S. Ångström}') END,
       CASE WHEN c.k IN (2, 4) THEN d.day + time '16:30' + interval '1 minute' * (n % 90) END,
       pg_temp.moment('letter', n, d.day),
       CASE WHEN c.k = 0 AND n % 4 = 0 THEN decode(md5('receipt ' || n::text), 'hex') END
FROM generate_series(1, 2000 * :scale) AS n,
     LATERAL (SELECT pg_temp.pick('letter', n, 6) AS k) AS c,
     LATERAL (SELECT pg_temp.day_of(n, 2000 * :scale, 1500) AS day) AS d
ORDER BY n;
