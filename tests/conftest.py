"""What holds for all tests: how Hypothesis looks for examples."""

from hypothesis import HealthCheck, settings

# A busy machine is no finding.
settings.register_profile("unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("unhurried")
