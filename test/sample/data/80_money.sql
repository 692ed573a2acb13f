-- Fee agreements, invoices with their lines, time, outlays, payments, trust accounts.

INSERT INTO paliad.fee_agreements
    (id, matter_id, model, hourly_rate, fixed_amount, cap, rvg_factor, discount, valid_during, review_on, terms)
SELECT pg_temp.id('fee', n),
       m.id,
       f.model::paliad.fee_model,
       CASE WHEN f.model IN ('hourly', 'capped') THEN (ARRAY[345.50, 390.00, 480.00])[1 + n % 3] END,
       CASE WHEN f.model = 'fixed'  THEN 12500 + 500 * (n % 60) END,
       CASE WHEN f.model = 'capped' THEN 80000 + 2500 * (n % 40) END,
       CASE WHEN f.model = 'RVG'    THEN (ARRAY[1.30, 1.60, 2.30])[1 + n % 3] END,
       CASE WHEN n % 6 = 0 THEN 7.50 ELSE 0 END,
       daterange(m.opened_on, m.closed_on),
       CASE WHEN n % 4 = 0 THEN 'infinity' ELSE date '2026-01-01' + n % 300 END,
       CASE WHEN n % 5 = 0 THEN E'Reisezeit zu 50 %.\nAuslagen nach Nr. 7000 ff. VV RVG; "Kopien" ab der 101. Seite.' END
FROM generate_series(1, 400) AS n
JOIN paliad.matters AS m ON m.id = pg_temp.id('matter', n),
     LATERAL (SELECT pg_temp.word('fee, model', n, '{RVG,hourly,hourly,hourly,fixed,capped,success}') AS model) AS f;

-- Invoice n is about matter 1 + (n - 1) % 400.
INSERT INTO paliad.invoices
    (id, invoice_no, client_id, matter_id, corrects, status, issued_on, service_period, payment_term, currency, net,
     vat_rate, cover_text)
SELECT pg_temp.id('invoice', n),
       'R-' || to_char(i.day, 'YYYY') || '-' || lpad(n::text, 7, '0'),
       c.id,
       pg_temp.id('matter', i.matter),
       CASE WHEN n > 400 AND n % 37 = 0 THEN pg_temp.id('invoice', n - 400) END,
       CASE WHEN i.k < 14 AND i.day < date '2025-11-10' THEN 'paid' WHEN i.k < 17 THEN 'sent' WHEN i.k = 17 THEN 'overdue' WHEN i.k = 18 THEN 'draft' ELSE 'cancelled' END::paliad.invoice_status,
       i.day,
       daterange(i.day - 91, i.day),
       (ARRAY['14 days', '30 days', '2 months'])[1 + n % 3]::interval,
       c.currency,
       (SELECT sum(round(pg_temp.line_quantity(n, line) * pg_temp.line_price(n, line), 2)) FROM generate_series(1, 3) AS line),
       CASE WHEN (c.address).country_code = 'DE' THEN 19 ELSE 0 END,
       CASE WHEN n % 3 = 0 THEN E'Für unsere Tätigkeit erlauben wir uns zu berechnen:\n(siehe Anlage; § 10 RVG)' END
FROM generate_series(1, 500 * :scale) AS n,
     LATERAL (SELECT 1 + (n - 1) % 400 AS matter, pg_temp.pick('invoice', n, 20) AS k, pg_temp.day_of(n, 500 * :scale, 1300) AS day) AS i
JOIN paliad.clients AS c ON c.id = pg_temp.id('client', pg_temp.matter_client(i.matter));

INSERT INTO paliad.invoice_lines (invoice_id, line_no, activity, description, quantity, unit_price)
SELECT pg_temp.id('invoice', n),
       line,
       CASE WHEN (n + line) % 8 <> 0 THEN pg_temp.word('invoice line, activity', n * 10 + line,
           '{A101,A102,A103,A104,A106,A109,A112}') END,
       pg_temp.word('invoice line', n * 10 + line,
           '{"Schriftsatz, Entwurf und Überarbeitung",Mündliche Verhandlung,Besprechung mit Mandant,'
           '"Auswertung der Entgegenhaltungen D1–D4",Correspondence with the Registry}'),
       pg_temp.line_quantity(n, line),
       pg_temp.line_price(n, line)
FROM generate_series(1, 500 * :scale) AS n, generate_series(1, 3) AS line;

INSERT INTO paliad.payments (id, invoice_id, received_on, amount, method, bank_text, booked_at)
SELECT pg_temp.id('payment', n),
       i.id,
       p.day,
       i.gross,
       (ARRAY['SEPA', 'SEPA', 'SEPA', 'SWIFT', 'trust', 'set-off'])[1 + pg_temp.pick('payment', n, 6)],
       CASE WHEN n % 4 <> 0 THEN 'RG ' || i.invoice_no || E'\nDANKE' WHEN n % 8 = 0 THEN '' END,
       CASE WHEN n % 9 <> 0 THEN pg_temp.moment('payment, booked', n, p.day + 1) END
FROM generate_series(1, 500 * :scale) AS n
JOIN paliad.invoices AS i ON i.id = pg_temp.id('invoice', n),
     LATERAL (SELECT i.issued_on + 5 + pg_temp.pick('payment, days', n, 40) AS day) AS p
WHERE i.status = 'paid';

-- In the order in which it was worked. What is older than November 2025 is billed, with one of the
-- matter's own invoices.
INSERT INTO paliad.time_entries
    (matter_id, user_id, activity, worked_on, started_at, minutes, hourly_rate, billable, narrative, invoice_id, created_at)
SELECT pg_temp.id('matter', t.matter),
       pg_temp.user_id(3 + t.worker),
       t.activity,
       t.day,
       CASE WHEN n % 3 <> 0 THEN time '08:00' + interval '5 minutes' * pg_temp.pick('time, start', n, 110) END,
       6 * (1 + pg_temp.pick('time, minutes', n, 60)),
       (ARRAY[480.00, 480.00, 450.00, 450.00, 430.00, 430.00, 345.50, 345.50, 290.00, 290.00,
              290.00, 290.00, 260.00, 260.00, 260.00, 185.00, 185.00, 185.00, 185.00, 185.00])[1 + t.worker],
       t.billable,
       pg_temp.word('time, what', n,
           '{"Schriftsatz überarbeitet, Anlagen geprüft",Telefonat mit Mandant,'
           '"Recherche zu \"äquivalenter\" Verletzung",Drafting grounds of appeal,Review of prior art D1 to D5,'
           '"Vorbereitung der Verhandlung; Plädoyer",Abstimmung mit Patentanwalt Weiß,E-mails}')
           || CASE WHEN n % 10 = 0 THEN E'\n(' || pg_temp.word('time, more', n,
               '{nachgetragen,1/2 verrechnet,auf Wunsch des Mandanten}') || ')' ELSE '' END,
       CASE WHEN t.billable AND t.day < date '2025-11-01'
            THEN pg_temp.id('invoice', t.matter + 400 * pg_temp.pick('time, invoice', n, 500 * :scale / 400)) END,
       pg_temp.moment('time', n, t.day)
FROM generate_series(1, 6000 * :scale) AS n,
     LATERAL (SELECT 1 + pg_temp.pick('time, matter', n, 400) AS matter,
                     pg_temp.pick('time, worker', n, 20) AS worker,
                     pg_temp.word('time, activity', n,
                         '{A101,A102,A103,A103,A103,A104,A105,A106,A107,A108,A109,A110,A111,A112,N201}') AS activity,
                     n % 14 <> 0 AS billable,
                     pg_temp.day_of(n, 6000 * :scale, 1300) AS day) AS t
ORDER BY n;

INSERT INTO paliad.expenses
    (matter_id, user_id, spent_on, kind, currency, amount, exchange_rate, receipt_no, rechargeable)
SELECT pg_temp.id('matter', 1 + pg_temp.pick('expense, matter', n, 400)),
       CASE WHEN n % 12 <> 0 THEN pg_temp.user_id(3 + pg_temp.pick('expense, user', n, 20)) END,
       pg_temp.day_of(n, 700 * :scale, 1300),
       pg_temp.word('expense, kind', n,
           '{Gerichtskosten,Amtsgebühr,Bahnfahrt,Übersetzung,"Hotel, Frühstück",Gutachter,Kopien}'),
       e.currency,
       5 + pg_temp.pick('expense, amount', n, 900000) / 100.0,
       CASE e.currency WHEN 'EUR' THEN 1 WHEN 'GBP' THEN 1.1734 WHEN 'USD' THEN 0.9217 ELSE 0.0061 END,
       CASE WHEN n % 4 <> 0 THEN lpad((n * 13 % 100000)::text, 6, '0') END,
       n % 9 <> 0
FROM generate_series(1, 700 * :scale) AS n,
     LATERAL (SELECT pg_temp.word('expense, currency', n, '{EUR,EUR,EUR,EUR,EUR,GBP,USD,JPY}') AS currency) AS e
ORDER BY n;

INSERT INTO paliad.trust_accounts (iban, client_id, matter_id, bank, opened_on, closed_on, trustees)
SELECT 'DE' || lpad((10 + n)::text, 2, '0') || ' 0000 0000 ' || lpad((n * 4711)::text, 8, '0') || ' 00',
       pg_temp.id('client', pg_temp.matter_client(n)),
       CASE WHEN n % 5 <> 0 THEN pg_temp.id('matter', n) END,
       pg_temp.word('trust, bank', n, '{Beispielbank Düsseldorf,"Sparkasse Musterstadt, Zweigstelle Süd"}'),
       date '2021-01-04' + n * 9,
       NULL,
       ARRAY[pg_temp.user_id(3), pg_temp.user_id(3 + n % 6)]
FROM generate_series(1, 20) AS n;

-- Money comes in with every odd entry; the even one after it pays out all or most of that.
INSERT INTO paliad.trust_transactions (iban, entry_no, booked_on, amount, balance, purpose, approved_by)
SELECT t.iban, t.entry_no, t.day, t.amount,
       sum(t.amount) OVER (PARTITION BY t.iban ORDER BY t.entry_no),
       CASE WHEN t.amount > 0 THEN 'Einzahlung Vergleichssumme, Rate ' || (1 + t.entry_no / 2)::text
                              ELSE E'Auszahlung an Mandant\nabzgl. Kosten' END,
       CASE WHEN t.amount < 0 THEN pg_temp.user_id(3 + t.entry_no % 6) END
FROM (SELECT a.iban, e AS entry_no,
             pg_temp.day_of(e, 12 * :scale, 1300) AS day,
             CASE WHEN e % 2 = 1 THEN p.paid_in
                  ELSE -round(p.paid_in * (90 + pg_temp.pick('trust, part', a.n * 1000000 + e, 11)) / 100, 2) END AS amount
      FROM (SELECT iban, row_number() OVER (ORDER BY iban) AS n FROM paliad.trust_accounts) AS a,
           generate_series(1, 12 * :scale) AS e,
           LATERAL (SELECT 1000 + pg_temp.pick('trust, paid in', a.n * 1000000 + (e + 1) / 2, 5000000) / 100.0 AS paid_in) AS p) AS t
ORDER BY t.iban, t.entry_no;
