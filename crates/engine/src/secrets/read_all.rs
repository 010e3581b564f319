//! Reads all secrets when the engine starts, so that no delivery waits for it.

use std::sync::Arc;

use crate::core::Core;

/// Where that fails, the first delivery that needs one tries again.
pub(crate) async fn read_all(core: Arc<Core>) {
    for id in core.connections.with_secrets() {
        let Some(source) = core.connections.by_id(id) else {
            continue;
        };
        tokio::select! {
            () = core.stop.cancelled() => return,
            // What went wrong is in the log already.
            _ = core.setup_of(&source) => {}
        }
    }
}
