//! What proving and mapping cost: the processor's time for a delivery of WhatsApp's, signed, beside one of a system of
//! unknown make that proves nothing. Both bring a new person with a message.

use std::{path::Path, time::Duration};

use recado_tests::{
    Recado,
    load::{self, APP_SECRET, Connections, Load, Make},
    processor,
};

const ROUNDS: usize = 5;

/// Microseconds of a processor for one delivery.
pub(crate) struct Genuine {
    pub(crate) another_system: f64,
    pub(crate) whatsapp: f64,
}

/// Measures both in turns, by one sender and with keep-alive, so that what batches save does not hide the difference.
pub(crate) fn measure(disk: &Path, time: Duration) -> Genuine {
    let recado = Recado::with_data_in(&disk.join("genuine"));
    recado.set_up("other", "pt-BR");
    let another = recado.source("Outro sistema");
    let whatsapp = recado.source_with(
        "WhatsApp",
        &["--preset", "whatsapp-cloud", "--secret", APP_SECRET],
    );
    let serving = recado.serve();
    load::without_limit(&recado);
    let mut costs = [Vec::new(), Vec::new()];
    for round in 0..ROUNDS {
        println!("genuine senders, round {} of {ROUNDS}", round + 1);
        for ((make, source), costs) in [(Make::AnotherSystem, &another), (Make::WhatsApp, &whatsapp)]
            .into_iter()
            .zip(&mut costs)
        {
            let load = Load {
                make,
                senders: 1,
                connections: Connections::Kept,
                time,
            };
            let before = processor::work(serving.pid()).time;
            let figures = load::measure(serving.address(), &source.path, &load);
            let took = processor::work(serving.pid()).time.saturating_sub(before);
            costs.push(took.as_secs_f64() * 1e6 / figures.answers as f64);
        }
    }
    recado.ok(&["stop"]);
    assert!(serving.wait().success(), "it ends gracefully");
    let [another_system, whatsapp] = costs.map(median);
    Genuine {
        another_system,
        whatsapp,
    }
}

fn median(mut costs: Vec<f64>) -> f64 {
    costs.sort_by(f64::total_cmp);
    costs[costs.len() / 2]
}
