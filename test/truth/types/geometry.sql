-- Geometric types, most of which have no order.

CREATE TABLE paliad.shapes (
  n serial PRIMARY KEY, spot point, straight line, piece lseg, area box, way path, field polygon, ring circle);
INSERT INTO paliad.shapes (spot, straight, piece, area, way, field, ring) VALUES
  ('(0,-0)', '{1,-1,0}', '[(0,0),(1,1)]', '(1,1),(0,0)', '[(0,0),(1,1)]', '((0,0),(1,0),(1,1))', '<(0,0),1>'),
  ('(NaN,Infinity)', '{0.1,0.2,0.30000000000000004}', '[(1e300,-1e300),(5e-324,0)]', '(1e300,1),(-1,-Infinity)',
   '((0,0),(1,1),(2,0.1))', '((0.1,0.2))', '<(1.5,-2.5),0>'),
  (NULL, NULL, NULL, NULL, NULL, NULL, NULL);
