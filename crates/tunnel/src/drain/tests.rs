use proptest::prelude::*;

use super::*;
use crate::vectors;

fn entry(id: u8, length: usize) -> WaitingEntry {
    WaitingEntry {
        id: DeliveryId::from_bytes([id; 16]),
        sealed: Bytes::from(vec![id; length]),
    }
}

fn batch() -> Batch {
    Batch::new(vec![entry(2, 3), entry(1, 0), entry(3, 5)]).unwrap()
}

const OUTCOMES_OF_IT: [Outcome; 3] = [Outcome::Settled, Outcome::Later, Outcome::Settled];

#[tokio::test]
async fn batches_read_back_in_their_order_one_after_another() {
    let second = Batch::new(vec![entry(9, 1)]).unwrap();
    let bytes = [batch().frames().concat(), second.frames().concat()].concat();
    let mut from = &bytes[..];
    assert_eq!(Batch::read(&mut from).await.unwrap(), Some(batch()));
    assert_eq!(Batch::read(&mut from).await.unwrap(), Some(second));
    assert_eq!(Batch::read(&mut from).await.unwrap(), None);
}

#[tokio::test]
async fn outcomes_read_back_for_their_batch() {
    let bytes = batch().answer(&OUTCOMES_OF_IT).unwrap();
    let read = batch().read_answer(&mut &bytes[..]).await.unwrap();
    assert_eq!(read, OUTCOMES_OF_IT);
}

#[test]
fn batch_and_outcomes_have_the_committed_bytes() {
    vectors::check("batch", &batch().frames().concat());
    vectors::check("outcomes", &batch().answer(&OUTCOMES_OF_IT).unwrap());
}

#[tokio::test]
async fn a_batch_cut_anywhere_is_nothing() {
    let bytes = batch().frames().concat();
    for cut in 1..bytes.len() {
        let read = Batch::read(&mut &bytes[..cut]).await;
        assert!(read.is_err(), "{cut}: {read:?}");
    }
}

#[tokio::test]
async fn outcomes_cut_anywhere_settle_nothing() {
    let bytes = batch().answer(&OUTCOMES_OF_IT).unwrap();
    for cut in 0..bytes.len() {
        let read = batch().read_answer(&mut &bytes[..cut]).await;
        assert!(read.is_err(), "{cut}: {read:?}");
    }
}

#[tokio::test]
async fn outcomes_of_another_batch_or_in_another_order_settle_nothing() {
    let other = Batch::new(vec![entry(1, 0), entry(2, 3), entry(3, 5)]).unwrap();
    let shorter = Batch::new(vec![entry(2, 3)]).unwrap();
    for bytes in [
        other.answer(&OUTCOMES_OF_IT).unwrap(),
        shorter.answer(&[Outcome::Settled]).unwrap(),
    ] {
        let read = batch().read_answer(&mut &bytes[..]).await;
        assert!(matches!(read, Err(DrainError::Outcomes)), "{read:?}");
    }
    assert!(matches!(
        batch().answer(&[Outcome::Settled]),
        Err(DrainError::Outcomes)
    ));
}

#[test]
fn what_is_no_batch_cannot_be_made_one() {
    let refused = |entries| assert!(matches!(Batch::new(entries), Err(DrainError::Batch)));
    refused(Vec::new());
    refused(vec![entry(1, 1), entry(1, 2)]);
    refused(vec![entry(1, FULL_BATCH), entry(2, 1)]);
    refused(vec![entry(1, LONGEST_ENTRY + 1)]);
    let many = (0..=MOST_IN_BATCH).map(|n| WaitingEntry {
        id: DeliveryId::from_bytes((n as u128).to_be_bytes()),
        sealed: Bytes::new(),
    });
    refused(many.collect());
}

#[tokio::test]
async fn one_entry_may_be_larger_than_a_full_batch() {
    let large = Batch::new(vec![entry(1, FULL_BATCH + 1)]).unwrap();
    let bytes = large.frames().concat();
    assert_eq!(Batch::read(&mut &bytes[..]).await.unwrap(), Some(large));
}

#[tokio::test]
async fn more_than_a_batch_is_not_read_into_memory() {
    let endless = entry(1, FULL_BATCH / 2);
    let message = [&[ENTRY][..], endless.id.as_bytes(), &endless.sealed].concat();
    let bytes = frame::framed(&message).repeat(3);
    let mut from = &bytes[..];
    assert!(matches!(Batch::read(&mut from).await, Err(DrainError::Batch)));
    let small = frame::framed(&[&[ENTRY][..], &[7; 16]].concat()).repeat(MOST_IN_BATCH + 1);
    assert!(matches!(
        Batch::read(&mut &small[..]).await,
        Err(DrainError::Batch)
    ));
}

proptest! {
    #[test]
    fn any_bytes_are_read_without_panic(bytes in prop::collection::vec(any::<u8>(), 0..200), kind in 0u8..4) {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(async {
            let _ = Batch::read(&mut &bytes[..]).await;
            let framed = frame::framed(&[&[kind], &bytes[..]].concat());
            let _ = Batch::read(&mut &framed[..]).await;
            let _ = batch().read_answer(&mut &framed[..]).await;
        });
    }

    #[test]
    fn one_flipped_bit_never_settles_another_entry(at in 0usize..10_000, bit in 0u32..8) {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let mut bytes = batch().answer(&OUTCOMES_OF_IT).unwrap().to_vec();
        let place = at % bytes.len();
        bytes[place] ^= 1u8 << bit;
        runtime.block_on(async {
            // 1 and 2 differ by two bits.
            assert!(batch().read_answer(&mut &bytes[..]).await.is_err());
        });
    }
}
