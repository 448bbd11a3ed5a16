#include "base/clock.h"
#include "law/law.h"

/* The tables are ours, so their dates can be read. */
static int64_t
day_of(const char *date)
{
	int64_t day = 0;

	(void)clock_parse_date(text_of(date), &day);
	return day;
}

bool
law_in_force(struct law_days days, int64_t day)
{
	if (days.from[0] == '\0' || day < day_of(days.from))
		return false;
	return days.until[0] == '\0' || day < day_of(days.until);
}

static const struct law_change changes_2021[] = {
	{ "all", { "現行法の全体", "the Act as it stands" } },
	{ NULL, { NULL, NULL } },
};

/*
 * Promulgated 2026-07-17; in force on a day that a cabinet order sets within
 * two years.  From public summaries: the text of the Act was not seen (M).
 */
static const struct law_change changes_2026[] = {
	{ "statistics_without_consent",
	  { "統計作成等を目的とする取得・提供は、公表と書面の合意により同意なしに行える",
	    "making statistics without consent, on publication and a written "
	    "agreement" } },
	{ "wider_exceptions",
	  { "契約の履行等、同意を要しない場合が広がる",
	    "more cases without consent, such as performing a contract" } },
	{ "under_16",
	  { "16歳未満の本人については、同意・通知の相手は法定代理人とする",
	    "under 16, consent and notice go to the legal representative" } },
	{ "face_features",
	  { "特定生体個人情報は周知が要り、オプトアウトで提供できない",
	    "face features need notice and may not be provided by opt-out" } },
	{ "processor_duties",
	  { "受託者は委託の範囲外で利用できない",
	    "a processor may not use the data beyond the entrustment" } },
	{ "breach_notice_relaxed",
	  { "害の少ない漏えい等では本人への通知が緩和される",
	    "notice of a breach is relaxed where little harm follows" } },
	{ "contactable_information",
	  { "連絡可能個人関連情報の不適正な利用と不正な取得を禁じる",
	    "related information by which one can be contacted may not be "
	    "misused or acquired by fraud" } },
	{ "opt_out_recipient_check",
	  { "オプトアウトによる提供では、提供先の身元と利用目的を確認する",
	    "who provides by opt-out checks the recipient and its purpose" } },
	{ "penalties",
	  { "罰則の強化と課徴金", "heavier penalties and surcharges" } },
	{ NULL, { NULL, NULL } },
};

const struct law_pack_row law_packs[LAW_PACKS] = {
	[LAW_PACK_2021] = { "appi_2021",
	    { "令和3年改正後の個人情報保護法",
	      "the Act as amended in 2021" }, "2021-05-19",
	    { "2022-04-01", "" }, "", changes_2021 },
	[LAW_PACK_2026] = { "appi_2026",
	    { "令和8年改正 (公布済み・未施行)",
	      "the amendment of 2026 (promulgated, not in force)" },
	    "2026-07-17", { "", "" }, "2028-07-17", changes_2026 },
};
