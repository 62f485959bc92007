-- Why: what a partner agrees to by entering the code stands here once, is shown in the partner's language before, and is stored
-- on the invoice as it was shown. Called by: payout.read_consent, payout.sign_invoice. Takes en or hi.
create or replace function payout.consent_text(p_invoice payout.invoices, p_language text) returns text
language sql stable
set search_path = ''
as $$
  select format(
    case p_language
      when 'hi' then
        'मैंने इनवॉइस %1$s दिनांक %2$s (कर %3$s, कुल %4$s) पढ़ लिया है और उसका विवरण सही है। अपने पंजीकृत ई-मेल पर मिला वन-टाइम पासवर्ड डालकर मैं इस पर इलेक्ट्रॉनिक रूप से हस्ताक्षर करता/करती हूँ और इसे %5$s को प्रस्तुत करता/करती हूँ। मेरी सहमति, समय, नेटवर्क पता और दस्तावेज़ का हैश प्रमाण के रूप में रखे जाएँगे।'
      else
        'I have read invoice %1$s of %2$s (GST %3$s, total %4$s) and its details are correct. By entering the one-time password sent to my registered e-mail address I sign it electronically and submit it to %5$s. My consent, the time, the network address and the hash of the document are kept as proof.'
    end,
    p_invoice.invoice_number, to_char(p_invoice.invoice_date, 'DD-MM-YYYY'), payout.rupees_text(p_invoice.gst_amount),
    payout.rupees_text(p_invoice.total_amount), p_invoice.company ->> 'legalName')
$$;
comment on function payout.consent_text(payout.invoices, text) is 'What whoever signs this invoice agrees to, in a language';
