-- Matters, their parties and patents, and the proceedings.

INSERT INTO paliad.matters
    (id, docket_no, reference, title, client_id, parent_id, team_id, lead_id, status, areas, confidential,
     value_in_dispute, keywords, opened_on, closed_on, details, created_at)
SELECT pg_temp.id('matter', n),
       nextval('paliad.docket_number_seq'),
       to_char(d.opened_on, 'YY') || '/' || lpad(n::text, 4, '0') || ' ' || pg_temp.word('matter, sign', n,
           '{RM,HJW,IG,SÅ,FÖ,CL}'),
       CASE n % 5 WHEN 0 THEN c.name || ' – Einspruch gegen ' || pg_temp.patent_number(pg_temp.matter_patent(n))
                  WHEN 1 THEN c.name || ' ./. ' || o.name || ' – Verletzung ' || pg_temp.patent_number(pg_temp.matter_patent(n))
                  WHEN 2 THEN c.name || ' v. ' || o.name || ' (UPC), ' || pg_temp.patent_number(pg_temp.matter_patent(n))
                  WHEN 3 THEN 'Nichtigkeit ' || pg_temp.patent_number(pg_temp.matter_patent(n)) || ': ' || o.name || ' ./. ' || c.name
                         ELSE c.name || ' – Lizenz "' || pg_temp.word('matter, pool', n,
                             '{5G,Wi-Fi 6,AVC/HEVC}') || '", Verhandlung' END,
       c.id,
       CASE WHEN n > 100 AND n % 8 = 0 THEN pg_temp.id('matter', n - 96) END,
       (ARRAY['LIT-DUS', 'LIT-MUC', 'UPC', 'EPA', 'LIFE', 'IP'])[pg_temp.matter_team(n)],
       pg_temp.lawyer('matter, lead', n),
       CASE WHEN n % 9 = 0 AND n <= 260 THEN 'closed' ELSE (ARRAY['active', 'active', 'active', 'dormant', 'settled', 'intake'])[1 + pg_temp.pick('matter, status', n, 6)] END::paliad.matter_status,
       CASE n % 5 WHEN 0 THEN '{opposition}' WHEN 1 THEN '{infringement}' WHEN 2 THEN '{infringement,nullity}'
                  WHEN 3 THEN '{nullity}' ELSE '{licensing,infringement}' END::paliad.practice_area[],
       n % 13 = 0,
       CASE WHEN n % 5 <> 4 THEN 250000.00 * (1 + pg_temp.pick('matter, value', n, 120)) + CASE WHEN n % 17 = 0 THEN 0.50 ELSE 0 END END,
       CASE n % 4 WHEN 0 THEN NULL WHEN 1 THEN '{}'
                  WHEN 2 THEN ARRAY['FRAND', 'SEP', 'Auskunft, Rechnungslegung'] ELSE ARRAY['äquivalent', NULL, 'say "no"', ''] END,
       d.opened_on,
       CASE WHEN n % 9 = 0 AND n <= 260 THEN d.opened_on + 200 + pg_temp.pick('matter, length', n, 400) END,
       jsonb_build_object('venue_preference', pg_temp.word('matter, venue', n, '{Düsseldorf,München,Mannheim,UPC}'),
                          'budget', jsonb_build_object('amount', 1000.50 * n, 'currency', 'EUR', 'approved', n % 2 = 0),
                          'litigation_hold', CASE WHEN n % 10 = 0 THEN true END),
       pg_temp.moment('matter', n, d.opened_on)
FROM generate_series(1, 400) AS n
JOIN paliad.clients AS c ON c.id = pg_temp.id('client', pg_temp.matter_client(n))
JOIN paliad.parties AS o ON o.id = pg_temp.id('party', 121 + pg_temp.pick('matter, opponent', n, 140)),
     LATERAL (SELECT pg_temp.day_of(n, 400, 1900) AS opened_on) AS d
ORDER BY n;

-- The client, the opponent, and in every third matter somebody else.
INSERT INTO paliad.matter_parties (matter_id, party_id, role, our_side, since)
SELECT pg_temp.id('matter', n), pg_temp.id('party', p.party), p.role::paliad.party_role, p.our_side, p.since
FROM generate_series(1, 400) AS n,
     LATERAL (VALUES
         (1, pg_temp.matter_client(n), CASE n % 5 WHEN 0 THEN 'opponent' WHEN 3 THEN 'patentee' ELSE 'claimant' END, true,
             pg_temp.day_of(n, 400, 1900)),
         (2, 121 + pg_temp.pick('matter, opponent', n, 140), CASE n % 5 WHEN 0 THEN 'patentee' WHEN 3 THEN 'claimant' ELSE 'defendant' END, false,
             pg_temp.day_of(n, 400, 1900)),
         (3, 121 + pg_temp.pick('matter, third', n, 140), CASE WHEN n % 2 = 0 THEN 'third_party' ELSE 'intervener' END, n % 4 = 0,
             NULL)
     ) AS p (place, party, role, our_side, since)
WHERE p.place < 3 OR n % 3 = 0
ORDER BY n, p.place;

INSERT INTO paliad.matter_patents (matter_id, patent_id, asserted_claims)
SELECT pg_temp.id('matter', n),
       pg_temp.id('patent', 1 + (pg_temp.matter_patent(n) - 1 + 200 * turn) % 400),
       CASE WHEN n % 5 IN (1, 2) THEN '{1,2,7}'::int[] WHEN n % 5 = 3 THEN '{}' END
FROM generate_series(1, 400) AS n, generate_series(0, 1) AS turn
WHERE turn = 0 OR (n % 6 = 0 AND n % 5 NOT IN (0, 2))
ORDER BY n, turn;

-- Matters 1 to 280 are in court: proceeding n belongs to matter n, and 280 + n is the appeal of n.
INSERT INTO paliad.proceedings
    (id, matter_id, type, court, case_number, appeal_from, language, panel, pending_during, value_in_dispute, outcome)
SELECT pg_temp.id('proceeding', n),
       m.id,
       CASE WHEN n > 280 THEN (ARRAY['EP-BESCHW', 'VERL-BER', 'UPC-APL', 'NICHT-BER', 'VERL-BER'])[1 + k % 5]
                         ELSE (ARRAY['EP-EINSPR', 'VERL', 'UPC-INF', 'NICHT', 'VERL'])[1 + k % 5] END,
       CASE WHEN n > 280 THEN court.appeal_court ELSE court.code END,
       CASE k % 5 WHEN 0 THEN (CASE WHEN n > 280 THEN 'T ' || lpad((n * 7 % 3000)::text, 4, '0') || '/' || to_char(m.opened_on, 'YY') ELSE 'O-' || (1000 + n)::text END)
                  WHEN 2 THEN (CASE WHEN n > 280 THEN 'UPC_CoA_' ELSE 'UPC_CFI_' END) || (n * 3)::text || '/' || to_char(m.opened_on, 'YYYY')
                  WHEN 3 THEN (CASE WHEN n > 280 THEN 'X ZR ' ELSE (1 + n % 7)::text || ' Ni ' END) || n::text || '/' || to_char(m.opened_on, 'YY') || CASE WHEN n > 280 THEN '' ELSE ' (EP)' END
                         ELSE (CASE WHEN n > 280 THEN '2 U ' ELSE '4a O ' END) || n::text || '/' || to_char(m.opened_on, 'YY') END,
       CASE WHEN n > 280 THEN pg_temp.id('proceeding', k) END,
       CASE WHEN k % 5 IN (0, 2) AND k % 2 = 0 THEN 'en' ELSE 'de' END,
       CASE WHEN n % 6 <> 0 THEN ARRAY['VRin Dr. Thom-Groß', 'RiLG Käfer', 'Technically qualified judge Ørsted'] END,
       daterange(m.opened_on + 30 + CASE WHEN n > 280 THEN 500 ELSE 0 END,
                 CASE WHEN k <= 70 AND n <= 280 OR n % 9 = 0 AND n < 200 THEN m.opened_on + 630 END),
       m.value_in_dispute,
       CASE WHEN k <= 70 AND n <= 280 OR n % 9 = 0 AND n < 200 THEN pg_temp.word('proceeding, outcome', n,
           '{Klage abgewiesen,"Verurteilt, vorläufig vollstreckbar",Patent beschränkt aufrechterhalten,Vergleich}') END
FROM generate_series(1, 350) AS n,
     LATERAL (SELECT CASE WHEN n > 280 THEN n - 280 ELSE n END AS k) AS first_instance
JOIN paliad.matters AS m ON m.id = pg_temp.id('matter', first_instance.k)
JOIN paliad.ref_courts AS court
  ON court.code = CASE k % 5 WHEN 0 THEN 'EPA-EA' WHEN 3 THEN 'BPATG-N'
                             WHEN 2 THEN pg_temp.word('proceeding, division', k,
                                 '{UPC-LD-D,UPC-LD-M,UPC-LD-MA,UPC-LD-HH,UPC-CD-P}')
                             ELSE pg_temp.word('proceeding, court', k,
                                 '{LG-D-4A,LG-D-4B,LG-D-4C,LG-M-7,LG-M-21,LG-MA-2,LG-MA-7,LG-HH}') END
ORDER BY n;

INSERT INTO paliad.hearings
    (id, proceeding_id, kind, slot, room, begins_at, expected_length, attendees, remind_minutes, by_video)
SELECT pg_temp.id('hearing', n),
       pg_temp.id('proceeding', n),
       pg_temp.word('hearing, kind', n, '{oral hearing,oral hearing,interim conference,evidence,pronouncement}'),
       tstzrange(timezone('UTC', h.day + h.start - interval '1 hour'), timezone('UTC', h.day + h.start - interval '1 hour' + h.length)),
       CASE WHEN n % 4 <> 0 THEN pg_temp.word('hearing, room', n,
           '{"2.111",Saal 501,"\"Sitzungssaal\" 270, 2. OG",0.09}') END,
       h.start,
       h.length,
       CASE WHEN n % 3 = 0 THEN ARRAY['Müller', 'Weiß', 'Dolmetscherin für Japanisch'] ELSE '{Grünwald}' END,
       (ARRAY['{1440,60}', '{10080,1440,60,15}', '{}'])[1 + n % 3]::int[],
       n % 5 = 0
FROM generate_series(1, 240) AS n,
     LATERAL (SELECT pg_temp.weekday('hearing', n, -100, 150) AS day,
                     (ARRAY['09:00', '09:30', '10:15', '14:00'])[1 + n % 4]::time AS start,
                     (ARRAY['00:30:00', '02:00:00', '06:30:00', '1 day 04:00:00'])[1 + n * 7 % 4]::interval AS length) AS h;
