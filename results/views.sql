-- What users query with the sqlite3 shell: these names and columns stay (results/SCHEMA.md). Made anew with every migration.

DROP VIEW IF EXISTS v_cells;
DROP VIEW IF EXISTS v_processes;
DROP VIEW IF EXISTS v_slices;

CREATE VIEW v_processes AS
SELECT process.id AS process, bout.run AS run, bout.id AS bout, process.cell AS cell, bout.attempt AS attempt,
       process.started AS started, process.outcome AS outcome, process.wall AS wall, process.cpu AS cpu,
       process.voluntary_switches AS voluntary_switches, process.involuntary_switches AS involuntary_switches
FROM process JOIN bout ON bout.id = process.bout
WHERE bout.mode <> 'calibrate';

CREATE VIEW v_cells AS
WITH level AS (  -- where the sides share a CPU, wall time is no time of theirs
  SELECT bout.run, process.cell, CASE bout.mode WHEN 'shared-cpu' THEN process.cpu ELSE process.wall END AS seconds
  FROM process JOIN bout ON bout.id = process.bout
  WHERE bout.mode <> 'calibrate' AND process.outcome = 'measured'),
ranked AS (
  SELECT run, cell, seconds, row_number() OVER place AS lower, count(*) OVER (PARTITION BY run, cell) AS n
  FROM level WHERE seconds IS NOT NULL WINDOW place AS (PARTITION BY run, cell ORDER BY seconds)),
summary AS (  -- 95 % interval of the median by order statistics: ranks (n - 1.96 sqrt(n)) / 2 from either end
  SELECT run, cell, n,
         avg(CASE WHEN lower IN ((n + 1) / 2, (n + 2) / 2) THEN seconds END) AS median,
         coalesce(max(CASE WHEN 2 * lower <= n AND (n - 2 * lower) * (n - 2 * lower) >= 3.8416 * n THEN seconds END),
                  min(seconds)) AS low,
         coalesce(min(CASE WHEN 2 * (n + 1 - lower) <= n
                                AND (2 * (n + 1 - lower) - n) * (2 * (n + 1 - lower) - n) >= 3.8416 * n
                           THEN seconds END), max(seconds)) AS high
  FROM ranked GROUP BY run, cell),
last AS (  -- what became of the cell's last process that failed
  SELECT run, cell, outcome, max(id) FROM (
    SELECT bout.run, process.cell, process.outcome, process.id FROM process JOIN bout ON bout.id = process.bout
    WHERE process.outcome <> 'measured')
  GROUP BY run, cell)
SELECT run_cell.run AS run, run_cell.cell AS cell,
       coalesce(json_extract(run.host, '$.id'), json_extract(run.host, '$.name')) AS host,
       cell.workload AS workload, cell.parameters AS parameters, cell.configuration AS configuration,
       CASE WHEN summary.n > 0 THEN 'measured' ELSE coalesce(last.outcome, 'skipped') END AS outcome,
       's' AS unit, summary.median AS median, summary.low AS low, summary.high AS high,
       coalesce(summary.n, 0) AS processes, run_cell.emulated AS emulated
FROM run_cell
JOIN run ON run.id = run_cell.run
JOIN cell ON cell.id = run_cell.cell
LEFT JOIN summary ON summary.run = run_cell.run AND summary.cell = run_cell.cell
LEFT JOIN last ON last.run = run_cell.run AND last.cell = run_cell.cell
ORDER BY run.started, run_cell.run, run_cell.place;

-- An array's last number repeats to the end; a quantity without a row is 0; kept: 1, round: the
-- slice's number, iterations: the bout's.
CREATE VIEW v_slices AS
SELECT wall.process AS process, each.key AS slice,
       coalesce(json_extract(round.numbers, '$[' || min(each.key, json_array_length(round.numbers) - 1) || ']'),
                each.key) AS round,
       CASE WHEN coalesce(json_extract(phase.numbers, '$[' || min(each.key, json_array_length(phase.numbers) - 1) || ']'), 0)
                 OR NOT coalesce(json_extract(kept.numbers, '$[' || min(each.key, json_array_length(kept.numbers) - 1) || ']'), 1)
            THEN 'warmup' ELSE 'steady' END AS phase,
       coalesce(json_extract(iterations.numbers, '$[' || min(each.key, json_array_length(iterations.numbers) - 1) || ']'), bout.iterations) AS iterations,
       each.value / 1e9
         / coalesce(json_extract(iterations.numbers, '$[' || min(each.key, json_array_length(iterations.numbers) - 1) || ']'), bout.iterations) AS wall,
       coalesce(json_extract(cpu.numbers, '$[' || min(each.key, json_array_length(cpu.numbers) - 1) || ']'), 0) / 1e9
         / coalesce(json_extract(iterations.numbers, '$[' || min(each.key, json_array_length(iterations.numbers) - 1) || ']'), bout.iterations) AS cpu,
       coalesce(json_extract(before.numbers, '$[' || min(each.key, json_array_length(before.numbers) - 1) || ']'), 0) / 1e9
         AS reference_before,
       coalesce(json_extract(after.numbers, '$[' || min(each.key, json_array_length(after.numbers) - 1) || ']'), 0) / 1e9
         AS reference_after
FROM slice_array AS wall
JOIN process ON process.id = wall.process
JOIN bout ON bout.id = process.bout AND bout.mode <> 'calibrate'
JOIN json_each(wall.numbers) AS each
LEFT JOIN slice_array AS round ON round.quantity = 'round' AND round.process = wall.process
LEFT JOIN slice_array AS phase ON phase.quantity = 'warmup' AND phase.process = wall.process
LEFT JOIN slice_array AS kept ON kept.quantity = 'kept' AND kept.process = wall.process
LEFT JOIN slice_array AS iterations ON iterations.quantity = 'iterations' AND iterations.process = wall.process
LEFT JOIN slice_array AS cpu ON cpu.quantity = 'cpu_ns' AND cpu.process = wall.process
LEFT JOIN slice_array AS before ON before.quantity = 'reference_before_ns' AND before.process = wall.process
LEFT JOIN slice_array AS after ON after.quantity = 'reference_after_ns' AND after.process = wall.process
WHERE wall.quantity = 'wall_ns';
