#include "law/identity.h"

#define ALWAYS { "1950-01-01", "" }
#define NOTHING { NULL, NULL }

/*
 * Ends: health insurance cards 2025-12-02 (the last ones ran to 12-01);
 * resident register cards 2025-12-31 (ten years after the last issue) (M);
 * alien registration certificates 2015-07-08 (M).
 */
const struct identity_row identity_table[IDENTITY_COUNT] = {
	[IDENTITY_DRIVER_LICENCE] = { { "運転免許証", "driving licence" },
	    ALWAYS, NOTHING, NOTHING },
	[IDENTITY_MY_NUMBER_CARD_FRONT] = {
	    { "マイナンバーカード (表面)", "My Number card, front only" },
	    { "2016-01-01", "" }, NOTHING, NOTHING },
	[IDENTITY_PASSPORT] = { { "旅券", "passport" }, ALWAYS, NOTHING,
	    NOTHING },
	[IDENTITY_RESIDENCE_CARD] = { { "在留カード", "residence card" },
	    { "2012-07-09", "" }, NOTHING, NOTHING },
	[IDENTITY_SPECIAL_PERMANENT_RESIDENT] = {
	    { "特別永住者証明書", "special permanent resident certificate" },
	    { "2012-07-09", "" }, NOTHING, NOTHING },
	[IDENTITY_HEALTH_ELIGIBILITY] = {
	    { "資格確認書", "health insurance eligibility certificate" },
	    { "2024-12-02", "" },
	    { "保険者番号・記号・番号・二次元コード",
	      "insurer number, symbol, number and QR code" }, NOTHING },
	[IDENTITY_PENSION_BOOK] = { { "年金手帳", "pension book" }, ALWAYS,
	    { "基礎年金番号", "basic pension number" }, NOTHING },
	[IDENTITY_SEAL_CERTIFICATE] = {
	    { "印鑑登録証明書", "seal certificate" }, ALWAYS, NOTHING,
	    NOTHING },
	[IDENTITY_RESIDENT_RECORD] = {
	    { "住民票の写し", "copy of the resident record" }, ALWAYS,
	    { "本籍・個人番号", "registered domicile and My Number" },
	    NOTHING },
	[IDENTITY_REGISTERED_LOGIN] = {
	    { "登録済みの ID とパスワード", "registered login" }, ALWAYS,
	    NOTHING, NOTHING },
	[IDENTITY_PUBLIC_KEY] = {
	    { "公的個人認証", "public key authentication" },
	    { "2004-01-29", "" }, NOTHING, NOTHING },
	[IDENTITY_REGISTERED_FACTS] = {
	    { "登録済みの事項の照合", "registered facts" }, ALWAYS, NOTHING,
	    NOTHING },
	[IDENTITY_HEALTH_INSURANCE_CARD] = {
	    { "健康保険証", "health insurance card" },
	    { "1950-01-01", "2025-12-02" },
	    { "保険者番号・記号・番号・二次元コード",
	      "insurer number, symbol, number and QR code" },
	    { "資格確認書", "the eligibility certificate" } },
	[IDENTITY_JUKI_CARD] = {
	    { "住民基本台帳カード", "resident register card" },
	    { "2003-08-25", "2026-01-01" }, NOTHING,
	    { "マイナンバーカード (表面)", "the My Number card" } },
	[IDENTITY_ALIEN_REGISTRATION] = {
	    { "外国人登録証明書", "alien registration certificate" },
	    { "1952-04-28", "2015-07-09" }, NOTHING,
	    { "在留カード又は特別永住者証明書",
	      "the residence card or special permanent resident "
	      "certificate" } },
	[IDENTITY_OTHER] = { { "その他", "other" }, ALWAYS, NOTHING,
	    NOTHING },
};

const char *const identity_names[IDENTITY_COUNT + 1] = {
	[IDENTITY_DRIVER_LICENCE] = "driver_licence",
	[IDENTITY_MY_NUMBER_CARD_FRONT] = "my_number_card_front",
	[IDENTITY_PASSPORT] = "passport",
	[IDENTITY_RESIDENCE_CARD] = "residence_card",
	[IDENTITY_SPECIAL_PERMANENT_RESIDENT] =
	    "special_permanent_resident_certificate",
	[IDENTITY_HEALTH_ELIGIBILITY] =
	    "health_insurance_eligibility_certificate",
	[IDENTITY_PENSION_BOOK] = "pension_book",
	[IDENTITY_SEAL_CERTIFICATE] = "seal_certificate",
	[IDENTITY_RESIDENT_RECORD] = "resident_record",
	[IDENTITY_REGISTERED_LOGIN] = "registered_login",
	[IDENTITY_PUBLIC_KEY] = "public_key_authentication",
	[IDENTITY_REGISTERED_FACTS] = "registered_facts",
	[IDENTITY_HEALTH_INSURANCE_CARD] = "health_insurance_card",
	[IDENTITY_JUKI_CARD] = "juki_card",
	[IDENTITY_ALIEN_REGISTRATION] = "alien_registration_certificate",
	[IDENTITY_OTHER] = "other",
};

bool
identity_find(struct text name, enum identity *identity)
{
	for (int i = 0; i < IDENTITY_COUNT; i++)
		if (text_is(name, identity_names[i])) {
			*identity = (enum identity)i;
			return true;
		}
	return false;
}

bool
identity_valid(enum identity identity, int64_t day)
{
	return law_in_force(identity_table[identity].days, day);
}
