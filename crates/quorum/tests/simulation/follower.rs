//! A broker that follows the log by what [`LogView`](ferryman_quorum::LogView) serves, as Apache's do.

use std::time::Duration;

use ferryman_quorum::Validity;
use ferryman_quorum::sim::{note, random_below, sleep};

use crate::batches;
use crate::world::World;

/// Follows whoever leads in the highest epoch it has seen, and checks what Apache's brokers rely on.
pub(crate) async fn broker(world: World) {
    let mut offset = 0;
    let mut last_epoch = 0;
    let mut epoch = 0;
    loop {
        sleep(Duration::from_millis(5 + random_below(100))).await;
        let leading = world.network.running().into_iter().filter_map(|running| {
            let leadership = running.quorum.leadership().borrow().clone();
            (leadership.is_leader && leadership.term >= epoch).then_some((leadership.term, running))
        });
        // Not always the newest: one that was cut off may still be believed.
        let leading: Vec<_> = leading.collect();
        let Some((term, leader)) = leading.get(random_below(leading.len().max(1) as u64) as usize) else {
            continue;
        };
        epoch = *term;
        let view = leader.quorum.log_view();
        let validity = view.validate(offset, last_epoch);
        assert_eq!(
            validity,
            Validity::Valid,
            "a broker at {offset} of epoch {last_epoch} is told to truncate"
        );
        let high_watermark = view.high_watermark();
        let records = match view.read(offset, 1 + random_below(2000) as usize) {
            Ok(records) => records,
            Err(e) => {
                assert!(world.nodes.lock()[&leader.key.id].disk_fault, "the log can not be read: {e}");
                continue;
            }
        };
        if high_watermark < 0 {
            assert!(records.batches.is_empty(), "records are served before the high watermark is known");
            continue;
        }
        let mut at = 0;
        while at < records.batches.len() {
            let bytes = &records.batches[at..];
            let (base_offset, batch_epoch, count, length) = batches::header(bytes);
            assert_eq!(base_offset, offset, "served batches have a gap");
            offset += i64::from(count);
            assert!(offset <= high_watermark, "records beyond the high watermark are served");
            let history = world.history.lock();
            let known = history.at_offset(base_offset).expect("only committed records are served");
            assert_eq!(known.batch[..], bytes[..length], "a served batch is not the committed one");
            assert_eq!(known.term, batch_epoch);
            drop(history);
            last_epoch = batch_epoch;
            world.history.lock().summary.fetched += 1;
            at += length;
        }
        assert_eq!(records.next_offset, offset);
        note(offset as u64);
    }
}
