from __future__ import annotations

from tests.channels.providers import SendGrid, Twilio, serving

EMAIL, NUMBER = "ada@example.com", "+12025550123"


def test_out_of_the_box_everything_stays_on_this_machine_and_a_trial_message_is_taken(home):
    home.staffed()
    assert home.run("channels", "list").stdout.count("stays on this machine") == 4
    said = home.run("channels", "test", "--email", EMAIL, "--sms", NUMBER, "--voice", NUMBER).stdout
    assert said.count("taken") == 3
    assert "channel.tried" in home.run("timeline", "show", "house", "--json").stdout


def test_a_new_user_sends_a_trial_email_and_sms_to_himself_through_the_real_protocols(home):
    home.staffed()
    mail, sms = SendGrid(), Twilio()
    with serving(mail) as mail_url, serving(sms) as sms_url:
        setting = {
            "RESPONDER_EMAIL_CHANNEL": "sendgrid",
            "RESPONDER_SENDGRID_API_KEY": "synthetic",
            "RESPONDER_SENDGRID_WEBHOOK_KEY": "a key",
            "RESPONDER_SENDGRID_URL": mail_url,
            "RESPONDER_SMS_CHANNEL": "twilio",
            "RESPONDER_TWILIO_ACCOUNT_SID": "AC" + "0" * 32,
            "RESPONDER_TWILIO_AUTH_TOKEN": "synthetic",
            "RESPONDER_TWILIO_FROM": "+15005550006",
            "RESPONDER_TWILIO_URL": sms_url,
            "RESPONDER_PUBLIC_URL": "https://incidents.example.com",
        }
        trial = ("channels", "test", "--email", EMAIL, "--sms", NUMBER)
        held = home.run(*trial, exit_code=1, **setting).stdout
        assert held.count("RESPONDER_GUESTS") == 2
        assert home.run(*trial, **setting, RESPONDER_GUESTS=f"{EMAIL},{NUMBER}").stdout.count("taken") == 2

    assert [person["to"] for person, _ in mail.mails] == [[{"email": EMAIL}]]
    assert [one["to"] for one in sms.messages] == [NUMBER]
    assert mail.complaints == sms.complaints == []


def test_a_provider_set_up_by_half_is_refused_by_the_name_of_the_missing_setting(home):
    home.staffed()
    refused = home.run("channels", "list", exit_code=3, RESPONDER_SMS_CHANNEL="twilio")
    assert "RESPONDER_TWILIO_FROM" in refused.output


def test_nobody_named_is_told_so(home):
    home.staffed()
    assert "--email" in home.run("channels", "test", exit_code=2).output
