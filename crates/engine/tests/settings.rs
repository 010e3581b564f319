//! What the owner chooses, and that it holds.
#![allow(
    clippy::unwrap_used,
    reason = "a panic is how a test fails, in its helpers too"
)]

mod common;

use common::{Running, until};
use jiff::SignedDuration;
use recado_api::request::{ChangeSetting, PauseSource, ShowBusiness, ShowSettings};
use recado_api::view::{Gate, Pause, Retention, Setting, Settings, Theme};
use recado_api::{Change, Lang, SourceId};

#[tokio::test]
async fn every_choice_is_published_and_is_there_after_a_restart() {
    let running = Running::start().await;
    assert_eq!(settings(&running).await, Settings::default());
    let mut changes = running.client.changes(None).await.unwrap();
    choose(&running, Setting::Theme(Theme::Dark)).await;
    choose(&running, Setting::HideMessageText(true)).await;
    let chosen = choose(&running, Setting::Pause(Pause::OneHour)).await;
    let expected = Settings {
        language: None,
        theme: Theme::Dark,
        hide_message_text: true,
        paused_until: Some("2026-03-10T16:30:00Z".parse().unwrap()),
        gate: Gate::default(),
        retention: Retention::default(),
        trusted_proxy: None,
    };
    assert_eq!(chosen, expected);
    let published = until(&mut changes, |change| {
        if let Change::Settings(settings) = change {
            settings.paused_until.is_some().then_some(settings)
        } else {
            None
        }
    })
    .await;
    assert_eq!(published, expected);
    let running = running.restart_on(Lang::PtBr).await;
    assert_eq!(settings(&running).await, expected);
}

#[tokio::test]
async fn a_pause_ends_by_itself_or_at_once() {
    let running = Running::start().await;
    choose(&running, Setting::Pause(Pause::OneHour)).await;
    running.clock.forward(SignedDuration::from_mins(59));
    assert!(settings(&running).await.paused_until.is_some());
    running.clock.forward(SignedDuration::from_mins(1));
    assert_eq!(settings(&running).await.paused_until, None);

    running.set_up(Lang::PtBr).await;
    let paused = choose(&running, Setting::Pause(Pause::UntilTomorrow)).await;
    let eight_in_sao_paulo = "2026-03-11T11:00:00Z".parse().unwrap();
    assert_eq!(paused.paused_until, Some(eight_in_sao_paulo));
    let over = choose(&running, Setting::Pause(Pause::No)).await;
    assert_eq!(over.paused_until, None);
}

#[tokio::test]
async fn another_language_is_spoken_at_once_and_by_the_business() {
    let running = Running::start().await;
    running.set_up(Lang::PtBr).await;
    let mut changes = running.client.changes(None).await.unwrap();
    choose(&running, Setting::Language(Some(Lang::En))).await;
    let business = until(&mut changes, |change| {
        if let Change::Business(business) = change {
            Some(business)
        } else {
            None
        }
    })
    .await;
    assert_eq!(business.lang, Lang::En);
    let source = SourceId::from_bytes([7; 16]);
    let failure = running.client.ask(PauseSource { source }).await.unwrap_err();
    assert_eq!(failure.message, "There is no such source.");
}

#[tokio::test]
async fn a_new_folder_follows_the_computers_language_until_it_is_set_up() {
    let running = Running::start().await;
    assert_eq!(lang(&running).await, (None, Lang::PtBr));
    let running = running.restart_on(Lang::En).await;
    assert_eq!(lang(&running).await, (None, Lang::En));
    running.set_up(Lang::PtBr).await;
    assert_eq!(lang(&running).await, (Some(Lang::PtBr), Lang::PtBr));
    let running = running.restart_on(Lang::En).await;
    assert_eq!(lang(&running).await, (Some(Lang::PtBr), Lang::PtBr));
}

#[tokio::test]
async fn who_chose_the_computers_language_gets_it_at_every_start_until_a_set_up_names_another() {
    let running = Running::start().await;
    running.set_up(Lang::En).await;
    choose(&running, Setting::Language(None)).await;
    assert_eq!(lang(&running).await, (None, Lang::PtBr));
    let running = running.restart_on(Lang::En).await;
    assert_eq!(lang(&running).await, (None, Lang::En));
    running.set_up(Lang::En).await;
    assert_eq!(lang(&running).await, (None, Lang::En));
    running.set_up(Lang::PtBr).await;
    assert_eq!(lang(&running).await, (Some(Lang::PtBr), Lang::PtBr));
}

async fn settings(running: &Running) -> Settings {
    running.client.ask(ShowSettings {}).await.unwrap()
}

async fn choose(running: &Running, setting: Setting) -> Settings {
    running.client.ask(ChangeSetting { setting }).await.unwrap()
}

/// What was chosen, and what is spoken.
async fn lang(running: &Running) -> (Option<Lang>, Lang) {
    let business = running.client.ask(ShowBusiness {}).await.unwrap();
    (settings(running).await.language, business.lang)
}
