-- Events, Fristen, tasks.

INSERT INTO paliad.proceeding_events (proceeding_id, happened_on, served_at, title, payload, recorded_by)
SELECT pg_temp.id('proceeding', 1 + (n - 1) % 350),
       d.day,
       CASE WHEN n % 3 = 0 THEN pg_temp.moment('event', n, d.day + 2) END,
       pg_temp.word('event, title', n,
           '{Klage eingereicht,Klage zugestellt,Klageerwiderung eingegangen,Terminsverfügung,Hinweisbeschluss,'
           '"Verhandlung, vertagt",Statement of claim lodged,Zwischenbescheid der Einspruchsabteilung,'
           'Streitwertfestsetzung}'),
       CASE WHEN n % 4 <> 0 THEN jsonb_build_object('source', pg_temp.word('event, source', n,
           '{beA,CMS,Post}'), 'pages', pg_temp.pick('event, pages', n, 300), 'sheet', 'Bl. ' || (n % 900)::text || ' d. A.') END,
       CASE WHEN n % 11 <> 0 THEN pg_temp.user_id(18 + n % 5) END
FROM generate_series(1, 1400 * :scale) AS n,
     LATERAL (SELECT pg_temp.day_of(n, 1400 * :scale, 1500) AS day) AS d;

-- Matter 1 + (n - 1) % 400, in the order in which the Fristen began; every fifth prolongs the one
-- before it in the same matter. Some run on into 2026: those are still open.
INSERT INTO paliad.deadlines
    (matter_id, proceeding_id, type, follows, starts_on, due_on, status, priority, responsible_id, second_eye_id,
     done_at, remark, created_at)
SELECT pg_temp.id('matter', k),
       CASE WHEN k <= 280 THEN pg_temp.id('proceeding', k) END,
       t.code,
       CASE WHEN n > 400 AND n % 5 = 0 THEN n - 400 END,
       s.starts_on,
       e.due_on,
       st.status::paliad.deadline_status,
       (ARRAY['low', 'normal', 'normal', 'high', 'Notfrist'])[1 + pg_temp.pick('deadline, priority', n, 5)]::paliad.priority,
       pg_temp.lawyer('deadline, responsible', n),
       CASE WHEN n % 7 <> 0 THEN pg_temp.user_id(18 + pg_temp.pick('deadline, second', n, 5)) END,
       CASE WHEN st.status = 'done' THEN pg_temp.moment('deadline, done', n, e.due_on - 1 - pg_temp.pick('deadline, early', n, 5)) END,
       CASE WHEN st.status = 'missed' THEN E'Wiedereinsetzung prüfen!\nFrist "übersehen", da Posteingang falsch zugeordnet; § 123 PatG'
            WHEN n % 19 = 0 THEN 'Verlängert lt. Tel. m. Geschäftsstelle, Frau Weiß'
            WHEN n % 23 = 0 THEN '' END,
       pg_temp.moment('deadline', n, s.starts_on)
FROM generate_series(1, 3000 * :scale) AS n,
     LATERAL (SELECT 1 + (n - 1) % 400 AS k) AS m,
     LATERAL (SELECT pg_temp.day_of(n, 3000 * :scale, 1300) AS starts_on,
                     pg_temp.word('deadline, type', n,
                         '{KLAGEERW,REPLIK,DUPLIK,VERT-ANZ,BER-EINL,BER-BEGR,UPC-SOD,UPC-REPLY,UPC-REJ,UPC-APPEAL,'
                         'EP-EINSPR,EP-ERW,EP-BESCHW,EP-BEGR,EP-R116,NICHT-WID,NICHT-HINW,BESCHEID,KOSTEN,INTERN}') AS code) AS s
JOIN paliad.ref_deadline_types AS t ON t.code = s.code,
     -- No Frist ends at a weekend.
     LATERAL (SELECT (s.starts_on + t.term)::date AS day) AS raw,
     LATERAL (SELECT raw.day + CASE extract(isodow FROM raw.day) WHEN 6 THEN 2 WHEN 7 THEN 1 ELSE 0 END AS due_on) AS e,
     LATERAL (SELECT CASE WHEN e.due_on >= date '2026-01-01' THEN CASE WHEN n % 6 = 0 THEN 'extended' ELSE 'open' END
                          WHEN n % 997 = 0                   THEN 'missed'
                          WHEN n % 29 = 0                    THEN 'cancelled'
                                                             ELSE 'done' END AS status) AS st
ORDER BY n;

-- Every sixth task is part of the one before it; every twentieth has no matter.
INSERT INTO paliad.tasks
    (id, matter_id, parent_id, title, description, priority, assignee_id, labels, effort, due_on, done, created_at)
SELECT pg_temp.id('task', n),
       CASE WHEN n % 20 <> 0 THEN pg_temp.id('matter', 1 + pg_temp.pick('task, matter', n - (CASE WHEN n % 6 = 0 THEN 1 ELSE 0 END), 400)) END,
       CASE WHEN n % 6 = 0 THEN pg_temp.id('task', n - 1) END,
       pg_temp.word('task, title', n,
           '{Vollmacht anfordern,"Anlagen K 1 – K 12 heften",Übersetzung beauftragen,Recherche Stand der Technik,'
           '"Mandant anrufen (Rückfrage \"Merkmal 1.3\")",Kostenvorschuss einzahlen,Check opt-out register,'
           'File translation at EPO}'),
       CASE WHEN n % 4 = 0 THEN E'1. prüfen\n2. ablegen; Kopie an Mandant\n3. Frist streichen' END,
       (ARRAY['low', 'normal', 'normal', 'high'])[1 + pg_temp.pick('task, priority', n, 4)]::paliad.priority,
       CASE WHEN n % 9 <> 0 THEN pg_temp.user_id(3 + pg_temp.pick('task, assignee', n, 20)) END,
       CASE n % 3 WHEN 0 THEN '{}' WHEN 1 THEN '{Büro}' ELSE ARRAY['eilig', 'Rücksprache, bitte'] END,
       (ARRAY['00:15:00', '02:30:00', '1 day', '3 days 04:00:00', NULL])[1 + pg_temp.pick('task, effort', n, 5)]::interval,
       CASE WHEN n % 8 <> 0 THEN d.day + 7 + pg_temp.pick('task, due', n, 30) END,
       n % 10 < 8,
       pg_temp.moment('task', n, d.day)
FROM generate_series(1, 1500 * :scale) AS n,
     LATERAL (SELECT pg_temp.day_of(n, 1500 * :scale, 1300) AS day) AS d;
