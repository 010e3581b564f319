//! The one window, from its opening to its end.

use recado_api::ContactId;
use recado_api::view::{Destination, WindowOrder};
use tokio::sync::mpsc;

use super::office::{Did, Office, TestDesk};
use crate::input::{Input, WindowEnd, WindowId};
use crate::run::Ended;
use crate::tray::Click;

#[tokio::test]
async fn a_click_on_a_notification_opens_the_window_at_that_contact() {
    let mut office = Office::of_a_clinic().await;
    let (mut desk, _) = office.desk().await;
    desk.take(Input::ToastClicked(Some(carla()))).await;
    assert_eq!(opened(&desk), [Some(carla())]);
    let (mut orders, _) = desk.attach(":0", Some(carla())).await;
    assert_eq!(order(&mut orders), Some(show(Some(carla()))));
    // The next click finds it open.
    desk.take(Input::ToastClicked(Some(bruno()))).await;
    assert_eq!(opened(&desk), []);
    assert_eq!(order(&mut orders), Some(show(Some(bruno()))));
    desk.take(Input::Clicked(Click::Open)).await;
    assert_eq!(order(&mut orders), Some(show(None)));
}

#[tokio::test]
async fn while_a_window_starts_no_other_is_started_and_the_last_click_is_what_it_shows() {
    let mut office = Office::of_a_clinic().await;
    let (mut desk, _) = office.desk().await;
    desk.take(Input::Clicked(Click::Open)).await;
    desk.take(Input::Clicked(Click::Open)).await;
    desk.take(Input::ToastClicked(Some(carla()))).await;
    assert_eq!(opened(&desk), [None]);
    let (mut orders, _) = desk.attach(":0", None).await;
    assert_eq!(order(&mut orders), Some(show(Some(carla()))));
}

#[tokio::test]
async fn a_window_that_never_attaches_does_not_keep_the_next_from_starting() {
    let mut office = Office::of_a_clinic().await;
    let (mut desk, _) = office.desk().await;
    desk.take(Input::Clicked(Click::Open)).await;
    desk.after(31).await;
    desk.take(Input::Clicked(Click::Open)).await;
    assert_eq!(opened(&desk), [None, None]);
}

#[tokio::test]
async fn a_second_window_ends_and_the_first_comes_to_the_front() {
    let mut office = Office::of_a_clinic().await;
    let (mut desk, _) = office.desk().await;
    let (mut first, _) = desk.attach(":0", None).await;
    assert_eq!(order(&mut first), Some(show(None)));
    let (mut second, _) = desk.attach(":0", Some(carla())).await;
    assert_eq!(order(&mut second), Some(WindowOrder::AlreadyOpen));
    assert_eq!(order(&mut first), Some(show(Some(carla()))));
    assert!(second.recv().await.is_none(), "nothing more will be ordered");
    // Its end is nobody's loss.
    assert_eq!(desk.take(Input::WindowGone(WindowId(2))).await, None);
    assert!(desk.did().is_empty());
}

#[tokio::test]
async fn a_window_whose_end_was_not_noticed_yet_is_replaced() {
    let mut office = Office::of_a_clinic().await;
    let (mut desk, _) = office.desk().await;
    let (first, _) = desk.attach(":0", None).await;
    drop(first);
    let (mut second, _) = desk.attach(":0", None).await;
    assert_eq!(order(&mut second), Some(show(None)));
    // Told late of the first one's end, the desk keeps the second.
    desk.take(Input::WindowGone(WindowId(1))).await;
    desk.take(Input::Clicked(Click::Open)).await;
    assert_eq!(opened(&desk), []);
    assert_eq!(order(&mut second), Some(show(None)));
}

#[tokio::test]
async fn the_first_time_that_a_window_closes_a_notification_says_what_goes_on() {
    let mut office = Office::of_a_clinic().await;
    {
        let (mut desk, _) = office.desk().await;
        let (_, _) = desk.attach(":0", None).await;
        assert_eq!(desk.take(Input::WindowGone(WindowId(1))).await, None);
        let ring = desk.rang();
        assert_eq!(ring.notice.title, "O Recado continua recebendo");
        assert!(!ring.notice.sound);
        desk.took(&ring).await;
        let (_, _) = desk.attach(":0", None).await;
        desk.take(Input::WindowGone(WindowId(2))).await;
        assert!(desk.did().is_empty());
    }
    // Nor on any other day.
    let (mut desk, _) = office.desk().await;
    let (_, _) = desk.attach(":0", None).await;
    desk.take(Input::WindowGone(WindowId(1))).await;
    assert!(desk.did().is_empty());
}

#[tokio::test]
async fn a_window_that_closes_before_the_business_was_set_up_ends_the_desk() {
    let mut office = Office::unused().await;
    let (mut desk, _) = office.desk().await;
    let (_, _) = desk.attach(":0", None).await;
    assert_eq!(desk.take(Input::WindowGone(WindowId(1))).await, Some(Ended::Quit));
    assert!(desk.did().is_empty());
}

#[tokio::test]
async fn once_it_was_set_up_the_desk_stays() {
    let mut office = Office::unused().await;
    let (mut desk, door) = office.desk().await;
    let (_, _) = desk.attach(":0", None).await;
    door.set_up(recado_api::Lang::En).await;
    desk.catch_up().await;
    assert_eq!(desk.take(Input::WindowGone(WindowId(1))).await, None);
    assert_eq!(desk.rang().notice.title, "Recado goes on receiving");
}

#[tokio::test]
async fn a_window_from_another_session_takes_the_desk_there() {
    let mut office = Office::of_a_clinic().await;
    let (mut desk, _) = office.desk().await;
    let (mut orders, ended) = desk.attach(":1", None).await;
    assert!(matches!(ended, Some(Ended::Moved(_))), "{ended:?}");
    assert_eq!(order(&mut orders), None);
}

#[tokio::test]
async fn a_window_that_does_not_open_is_told() {
    let mut office = Office::of_a_clinic().await;
    let (mut desk, _) = office.desk().await;
    for end in [
        WindowEnd::NotStarted("no such file".to_owned()),
        WindowEnd::Exited { well: false },
    ] {
        desk.take(Input::Clicked(Click::Open)).await;
        assert_eq!(opened(&desk), [None]);
        desk.take(Input::WindowEnded(end)).await;
        assert_eq!(desk.rang().notice.title, "A janela do Recado não abriu");
    }
    // And the next click tries again; one that was attached may end as it likes.
    desk.take(Input::Clicked(Click::Open)).await;
    assert_eq!(opened(&desk), [None]);
    let (_orders, _) = desk.attach(":0", None).await;
    desk.take(Input::WindowEnded(WindowEnd::Exited { well: false }))
        .await;
    assert!(desk.did().is_empty());
}

#[tokio::test]
async fn the_end_is_reached_by_the_tray_and_by_whoever_asks() {
    let mut office = Office::of_a_clinic().await;
    let (mut desk, _) = office.desk().await;
    assert_eq!(desk.take(Input::Clicked(Click::Quit)).await, Some(Ended::Quit));
    assert_eq!(desk.take(Input::StopAsked).await, Some(Ended::Quit));
}

fn opened(desk: &TestDesk<'_>) -> Vec<Option<Destination>> {
    let opened = |did| {
        let Did::Opened(at) = did else {
            panic!("something else than a window: {did:?}")
        };
        at
    };
    desk.did().into_iter().map(opened).collect()
}

fn order(orders: &mut mpsc::Receiver<WindowOrder>) -> Option<WindowOrder> {
    orders.try_recv().ok()
}

fn show(at: Option<Destination>) -> WindowOrder {
    WindowOrder::Show { at }
}

fn carla() -> Destination {
    Destination::Contact(ContactId::from_bytes([1; 16]))
}

fn bruno() -> Destination {
    Destination::Contact(ContactId::from_bytes([2; 16]))
}
