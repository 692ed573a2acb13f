-- Sign-ins, and what the system did.

INSERT INTO paliad.login_log (user_id, login_email, address, user_agent, succeeded, session_length, at)
SELECT CASE WHEN n % 30 <> 0 THEN u.id END,
       CASE WHEN n % 30 = 0 THEN 'adnim@kanzlei.example' ELSE u.email END,
       CASE n % 4 WHEN 0 THEN '192.0.2.' || (1 + n % 250)::text
                  WHEN 1 THEN '198.51.100.' || (1 + n % 250)::text || '/24'
                  WHEN 2 THEN '2001:db8::' || to_hex(1 + n % 65000)
                         ELSE '2001:db8:' || to_hex(n % 60000) || '::/48' END::inet,
       pg_temp.word('login, agent', n,
           '{"Mozilla/5.0 (Windows NT 10.0; Win64; x64)","Mozilla/5.0 (Macintosh; Intel Mac OS X 14_1)",'
           '"Paliad/2.4 (iPad; iOS 17)"}'),
       n % 30 <> 0,
       CASE WHEN n % 30 <> 0 AND n % 17 <> 0 THEN interval '1 second' * (60 + pg_temp.pick('login, length', n, 40000)) END,
       pg_temp.moment('login', n, pg_temp.day_of(n, 1000 * :scale, 400))
FROM generate_series(1, 1000 * :scale) AS n
JOIN paliad.users AS u ON u.id = pg_temp.user_id(1 + pg_temp.pick('login, user', n, 24))
ORDER BY n;

INSERT INTO paliad.system_audit_log (id, event_type, actor_id, actor_email, metadata, created_at)
SELECT pg_temp.id('audit', n),
       e.event_type,
       CASE WHEN n % 10 <> 0 THEN u.id END,
       CASE WHEN n % 10 = 0 THEN 'left.longago@kanzlei.example' ELSE u.email END,
       CASE WHEN n % 8 = 0 THEN '{}'
            ELSE jsonb_build_object('matter', pg_temp.id('matter', 1 + n % 400), 'reason', 'Bürovermerk "' || n::text || '"', 'rows', n % 5, 'old', NULL) END,
       pg_temp.moment('audit', n, pg_temp.day_of(n, 400 * :scale, 900))
FROM generate_series(1, 400 * :scale) AS n
JOIN paliad.users AS u ON u.id = pg_temp.user_id(1 + pg_temp.pick('audit, user', n, 24)),
     LATERAL (SELECT pg_temp.word('audit, type', n,
         '{deadline.extended,deadline.done,invoice.cancelled,matter.opened,matter.closed,user.role_changed,'
         'export.requested,document.deleted}') AS event_type) AS e;
