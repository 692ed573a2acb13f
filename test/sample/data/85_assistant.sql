-- Paliadin. Every text bears a mark, so that a test can look for it where it must never be.

INSERT INTO paliad.paliadin_aichat_conversation (id, user_id, matter_id, title, model_settings, created_at)
SELECT pg_temp.id('conversation', n),
       pg_temp.user_id(n),
       CASE WHEN n % 2 = 0 THEN pg_temp.id('matter', n) END,
       'PALIADIN-SECRET Gespräch ' || n::text,
       jsonb_build_object('mark', 'PALIADIN-SECRET', 'temperature', 0.2),
       pg_temp.moment('conversation', n, date '2025-11-03' + n)
FROM generate_series(1, 4) AS n;

INSERT INTO paliad.paliadin_turns (conversation_id, turn_no, speaker, content, token_count, created_at)
SELECT pg_temp.id('conversation', c),
       t,
       CASE WHEN t % 2 = 1 THEN 'user' ELSE 'assistant' END,
       CASE WHEN t % 2 = 1 THEN E'PALIADIN-SECRET Wie stehen unsere Chancen?\nGanz ehrlich.'
                           ELSE 'PALIADIN-SECRET "Überwiegend gut", aber Merkmal 1.3 ist schwach.' END,
       CASE WHEN t % 2 = 0 THEN 120 + 7 * c + t END,
       pg_temp.moment('conversation', c, date '2025-11-03' + c) + interval '30 seconds' * t
FROM generate_series(1, 4) AS c, generate_series(1, 4) AS t
ORDER BY c, t;
