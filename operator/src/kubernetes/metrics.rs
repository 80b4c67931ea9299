//! What the operator counts, as OpenMetrics text.

use std::fmt;
use std::sync::Arc;

use parking_lot::Mutex;
use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::{Histogram, exponential_buckets};
use prometheus_client::registry::{Registry, Unit};

use super::server::Kind;
use crate::cluster::Outcome;
use crate::plan::StepKind;

/// What the operator counts. Copies count together.
#[derive(Clone)]
pub struct Metrics(Arc<Inner>);

struct Inner {
    registry: Mutex<Registry>,
    rounds: Family<RoundLabels, Counter>,
    round_seconds: Histogram,
    steps: Family<StepLabels, Counter>,
    writes: Family<WriteLabels, Counter>,
    clusters: Gauge,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct RoundLabels {
    result: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct StepLabels {
    step: String,
    outcome: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct WriteLabels {
    verb: &'static str,
    kind: String,
}

impl fmt::Debug for Metrics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Metrics")
    }
}

impl Default for Metrics {
    fn default() -> Self {
        let mut registry = Registry::with_prefix("ferryman_operator");
        let inner = Inner {
            rounds: Family::default(),
            round_seconds: Histogram::new(exponential_buckets(0.01, 2.0, 12)),
            steps: Family::default(),
            writes: Family::default(),
            clusters: Gauge::default(),
            registry: Mutex::default(),
        };
        registry.register("rounds", "Rounds of clusters, by how they ended", inner.rounds.clone());
        let help = "How long a round takes";
        registry.register_with_unit("round_duration", help, Unit::Seconds, inner.round_seconds.clone());
        registry.register(
            "steps",
            "Steps of plans that were carried out, by what became of them",
            inner.steps.clone(),
        );
        registry.register("writes", "Writes to the API server that were answered", inner.writes.clone());
        registry.register("clusters", "KafkaClusters that are looked after", inner.clusters.clone());
        *inner.registry.lock() = registry;
        Metrics(Arc::new(inner))
    }
}

impl Metrics {
    /// A round ended.
    pub fn round(&self, result: &'static str, seconds: f64) {
        self.0.rounds.get_or_create(&RoundLabels { result }).inc();
        self.0.round_seconds.observe(seconds);
    }

    /// A step was carried out.
    pub fn step(&self, kind: StepKind, outcome: &Outcome) {
        let outcome = match outcome {
            Outcome::Done => "done",
            Outcome::Stale(_) => "stale",
            Outcome::Refused(_) => "refused",
            Outcome::Unanswered(_) => "unanswered",
        };
        self.0.steps.get_or_create(&StepLabels { step: format!("{kind:?}"), outcome }).inc();
    }

    /// Something was written.
    pub fn wrote(&self, verb: &'static str, kind: Kind) {
        self.0.writes.get_or_create(&WriteLabels { verb, kind: kind.to_string() }).inc();
    }

    /// How many clusters are looked after.
    pub fn clusters(&self, count: usize) {
        self.0.clusters.set(i64::try_from(count).unwrap_or(i64::MAX));
    }

    /// All of it, as OpenMetrics text.
    pub fn text(&self) -> String {
        let mut text = String::new();
        // Writing to a string cannot fail.
        let _ = encode(&mut text, &self.0.registry.lock());
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_counted_is_shown() {
        let metrics = Metrics::default();
        metrics.round("done", 0.2);
        metrics.wrote("apply", Kind::StatefulSet);
        metrics.step(StepKind::Restart, &Outcome::Stale(String::new()));
        let text = metrics.text();
        for line in [
            r#"ferryman_operator_rounds_total{result="done"} 1"#,
            r#"ferryman_operator_writes_total{verb="apply",kind="StatefulSet"} 1"#,
            r#"ferryman_operator_steps_total{step="Restart",outcome="stale"} 1"#,
            "ferryman_operator_round_duration_seconds_count 1",
        ] {
            assert!(text.contains(line), "{line} is missing in {text}");
        }
    }
}
