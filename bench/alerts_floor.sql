-- Every rule by hand, into the same table.
INSERT INTO alerts_signal (rule, fact_key, cadre_id, unit_id, facts, source, article, highest, state, found_on,
    due_on, reason, version)
SELECT 'item_overdue', 'item-' || i.id || '-' || i.due, c.cadre_id, coalesce(i.unit_id, c.unit_id), '', '', '第三条', 'hint', 'waiting', DATE '{today}', DATE '{today}', '', 1
FROM alerts_rectificationitem i JOIN alerts_card c ON c.id = i.card_id
WHERE i.state = 'open' AND c.state = 'mending' AND i.due < DATE '{today}'
ON CONFLICT (rule, fact_key) DO NOTHING;

INSERT INTO alerts_signal (rule, fact_key, cadre_id, unit_id, facts, source, article, highest, state, found_on,
    due_on, reason, version)
SELECT 'step_overdue', 'card-' || c.id || '-' || c.due_on, c.cadre_id, c.unit_id, '', '', '第三条', 'hint', 'waiting', DATE '{today}', DATE '{today}', '', 1
FROM alerts_card c WHERE c.state IN ('planning', 'mending') AND c.due_on < DATE '{today}'
ON CONFLICT (rule, fact_key) DO NOTHING;

INSERT INTO alerts_signal (rule, fact_key, cadre_id, unit_id, facts, source, article, highest, state, found_on,
    due_on, reason, version)
SELECT 'inquiry_unanswered', 'card-' || c.id, c.cadre_id, c.unit_id, '', '', '第三条', 'hint', 'waiting', DATE '{today}', DATE '{today}', '', 1
FROM alerts_card c WHERE c.kind = 'inquiry' AND c.state = 'awaiting' AND c.due_on < DATE '{today}'
ON CONFLICT (rule, fact_key) DO NOTHING;

INSERT INTO alerts_signal (rule, fact_key, cadre_id, unit_id, facts, source, article, highest, state, found_on,
    due_on, reason, version)
SELECT 'talks_repeated', 'cadre-' || p.cadre_id, p.cadre_id, NULL::bigint, '', '', '第三条', 'hint', 'waiting', DATE '{today}', DATE '{today}', '', 1
FROM outcomes_remindertalk t JOIN outcomes_bottomreview r ON r.id = t.review_id
JOIN appraisal_participant p ON p.id = r.participant_id
WHERE t.state <> 'withdrawn' GROUP BY p.cadre_id HAVING count(*) >= 2
ON CONFLICT (rule, fact_key) DO NOTHING;

INSERT INTO alerts_signal (rule, fact_key, cadre_id, unit_id, facts, source, article, highest, state, found_on,
    due_on, reason, version)
SELECT 'two_yellow', 'card-' || max(c.id), c.cadre_id, NULL::bigint, '', '', '第三条', 'hint', 'waiting', DATE '{today}', DATE '{today}', '', 1
FROM alerts_card c WHERE c.kind = 'yellow' GROUP BY c.cadre_id HAVING count(*) >= 2
ON CONFLICT (rule, fact_key) DO NOTHING;

INSERT INTO alerts_signal (rule, fact_key, cadre_id, unit_id, facts, source, article, highest, state, found_on,
    due_on, reason, version)
SELECT 'term_ending', 'term-' || t.id || '-' || t.ends, a.cadre_id, p.unit_id,
p.title || '的任期到 ' || t.ends || ' 届满。', '', '第三条', 'hint', 'waiting', DATE '{today}', DATE '{today}', '', 1
FROM cadres_term t JOIN cadres_appointment a ON a.id = t.appointment_id JOIN cadres_post p ON p.id = a.post_id
JOIN cadres_cadre c ON c.id = a.cadre_id
WHERE a.ended_on = '' AND a.kind = 'primary' AND c.status = 'in' AND left(t.ends, 7) BETWEEN '{month}' AND '{until}'
ON CONFLICT (rule, fact_key) DO NOTHING;

INSERT INTO alerts_signal (rule, fact_key, cadre_id, unit_id, facts, source, article, highest, state, found_on,
    due_on, reason, version)
SELECT 'probation_ending', 'probation-' || a.id || '-' || a.probation_to, a.cadre_id, p.unit_id,
p.title || '的试用期到 ' || a.probation_to || ' 满，还没有登记试用结果。', '', '第三条', 'hint', 'waiting', DATE '{today}', DATE '{today}', '', 1
FROM cadres_appointment a JOIN cadres_post p ON p.id = a.post_id JOIN cadres_cadre c ON c.id = a.cadre_id
WHERE a.ended_on = '' AND c.status = 'in' AND a.probation_outcome = '' AND a.probation_to <> ''
AND left(a.probation_to, 7) <= '{soon}'
ON CONFLICT (rule, fact_key) DO NOTHING;

INSERT INTO alerts_signal (rule, fact_key, cadre_id, unit_id, facts, source, article, highest, state, found_on,
    due_on, reason, version)
SELECT 'influence_ending', 'mark-' || m.id || '-' || m.influence_to, m.cadre_id, p.unit_id,
m.measure || '的影响期于 ' || m.influence_to || ' 届满，需要书面解除的请办理。', '', '第三条', 'hint', 'waiting', DATE '{today}', DATE '{today}', '', 1
FROM matters_mark m LEFT JOIN cadres_appointment a ON a.cadre_id = m.cadre_id AND a.kind = 'primary' AND a.ended_on = ''
LEFT JOIN cadres_post p ON p.id = a.post_id
WHERE m.influence_to BETWEEN DATE '{today}' AND DATE '{today}' + 30 AND NOT EXISTS (
    SELECT 1 FROM matters_relief r WHERE r.matter_id = m.matter_id AND r.cadre_id = m.cadre_id)
ON CONFLICT (rule, fact_key) DO NOTHING;

INSERT INTO alerts_signal (rule, fact_key, cadre_id, unit_id, facts, source, article, highest, state, found_on,
    due_on, reason, version)
SELECT 'post_held_long', 'appointment-' || a.id, a.cadre_id, p.unit_id,
'自 ' || a.in_post_since || ' 起担任' || p.title || '，同一岗位任职时间较长。', '', '第三条', 'hint', 'waiting', DATE '{today}', DATE '{today}', '', 1
FROM cadres_appointment a JOIN cadres_post p ON p.id = a.post_id JOIN cadres_cadre c ON c.id = a.cadre_id
WHERE a.ended_on = '' AND a.kind = 'primary' AND c.status = 'in' AND a.in_post_since <> ''
AND (left(a.in_post_since, 7) <= '{six}' OR p.is_key AND left(a.in_post_since, 7) <= '{five}')
ON CONFLICT (rule, fact_key) DO NOTHING;

INSERT INTO alerts_signal (rule, fact_key, cadre_id, unit_id, facts, source, article, highest, state, found_on,
    due_on, reason, version)
SELECT 'report_missing', 'participant-' || p.id, p.cadre_id, NULL::bigint, '', '', '第三条', 'hint', 'waiting', DATE '{today}', DATE '{today}', '', 1
FROM appraisal_participant p JOIN appraisal_cycle y ON y.id = p.cycle_id
JOIN appraisal_plan q ON q.cycle_id = y.id LEFT JOIN evidence_selfreport s ON s.participant_id = p.id
WHERE (s.id IS NULL OR s.state = 'draft') AND q.report_due < DATE '{today}'
ON CONFLICT (rule, fact_key) DO NOTHING;

INSERT INTO alerts_signal (rule, fact_key, cadre_id, unit_id, facts, source, article, highest, state, found_on,
    due_on, reason, version)
SELECT 'look_back', 'card-' || c.id, c.cadre_id, c.unit_id, '', '', '第十三条', 'yellow', 'waiting', DATE '{today}', DATE '{today}', '', 1
FROM alerts_card c
WHERE c.kind = 'yellow' AND c.state = 'lifted'
AND c.ended_on <= DATE '{today}' - INTERVAL '6 months' AND c.ended_on > DATE '{today}' - INTERVAL '12 months'
ON CONFLICT (rule, fact_key) DO NOTHING;
