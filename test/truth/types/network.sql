-- Addresses.

CREATE TABLE paliad.addresses (n serial PRIMARY KEY, host inet, net cidr, mac macaddr, long_mac macaddr8);
INSERT INTO paliad.addresses (host, net, mac, long_mac) VALUES
  ('0.0.0.0', '0.0.0.0/0', '00:00:00:00:00:00', '00:00:00:00:00:00:00:00'),
  ('255.255.255.255/8', '10.0.0.0/8', 'ff:ff:ff:ff:ff:ff', 'ff:ff:ff:ff:ff:ff:ff:ff'),
  ('::1', '::/0', '08:00:2b:01:02:03', '08:00:2b:01:02:03'),
  ('::ffff:1.2.3.4/128', '2001:db8::/32', NULL, NULL), ('192.168.0.1/24', '192.168.0.1/32', NULL, NULL),
  (NULL, NULL, NULL, NULL);
