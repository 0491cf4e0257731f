"""The parts of tests/bench/report. Each has `measure(bench) -> Section`."""
