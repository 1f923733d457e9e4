-- 100,000 cadres with posts, terms, probation and marks; names in braces are filled in by bench/alerts.py.
INSERT INTO accounts_unit (name, kind, document_no, version)
SELECT '单位' || i, '二级学院', '', 1 FROM generate_series(1, 200) i;
INSERT INTO cadres_post (unit_id, title, rank, quota, is_key, version)
SELECT u.id, '岗位' || i, '正职', 1, i % 10 = 0, 1
  FROM generate_series(1, {cadres}) i
  JOIN (SELECT id, row_number() OVER (ORDER BY id) AS n FROM accounts_unit) u ON u.n = i % 200 + 1;
INSERT INTO cadres_cadre (staff_no, name, pinyin, initials, sex, ethnicity, native_place, born, political_status,
    joined_party, started_work, full_time_level, full_time_degree, full_time_school, in_service_level,
    in_service_degree, in_service_school, professional_title, double_role, party_organisation, email, remark,
    status, left_on, left_reason, version, secrets_changed)
SELECT 'B' || i, '姓名' || i, '', '', '', '', '', '1975-03', '', '', '', '', '', '', '', '', '', '', false, '', '', '',
       'in', '', '', 1, ''
  FROM generate_series(1, {cadres}) i;
INSERT INTO cadres_appointment (cadre_id, post_id, kind, document_no, admin_level, in_post_since, in_rank_since,
    supervising_leader, probation_from, probation_to, probation_outcome, ended_on, end_document_no, end_reason, version)
SELECT c.id, p.id, 'primary', '', '', CASE WHEN c.n % 3 = 0 THEN '{long}' ELSE '{lately}' END, '', '',
       CASE WHEN c.n % 5 = 0 THEN '{lately}' ELSE '' END, CASE WHEN c.n % 5 = 0 THEN '{month}' ELSE '' END, '', '', '', '', 1
  FROM (SELECT id, row_number() OVER (ORDER BY id) AS n FROM cadres_cadre) c
  JOIN (SELECT id, row_number() OVER (ORDER BY id) AS n FROM cadres_post) p ON p.n = c.n;
INSERT INTO cadres_term (appointment_id, starts, ends, version)
SELECT id, '2020-01', CASE WHEN id % 4 = 0 THEN '{month}' ELSE '{later}' END, 1 FROM cadres_appointment;
INSERT INTO matters_matter (number, title, description) SELECT 'SXB' || i, '', '' FROM generate_series(1, 10000) i;
INSERT INTO matters_mark (matter_id, cadre_id, measure, decided_on, points, document_no, finding, is_sanction,
    influence_to, end_source, end_reason, lifting_document, cancel_document, cancel_reason, origin, version)
SELECT m.id, c.id, '诫勉', DATE '{today}' - 170, 0, '', '', false, DATE '{today}' + 10, '', '', '', '', '', '', 1
  FROM (SELECT id, row_number() OVER (ORDER BY id) AS n FROM matters_matter) m
  JOIN (SELECT id, row_number() OVER (ORDER BY id) AS n FROM cadres_cadre) c ON c.n = m.n * 10;
