#include "anonymise/plan.h"
#include "anonymise/plan_parts.h"

/*
 * Names of columns that should not come through a plan as they are.  A plan
 * may be for something else than 匿名加工情報, so these are warnings.
 */
static const struct {
	const char *word;
	bool generalised;	/* enough */
	const char *article;
	struct words words;
} names[] = {
	{ "氏名", false, "Rules 34(1)", {
	    "氏名は削除するか、復元できない仮 ID に替えます",
	    "names are deleted, or replaced beyond recovery" } },
	{ "フリガナ", false, "Rules 34(1)", {
	    "氏名のよみは削除します", "readings of names are deleted" } },
	{ "電話", false, "Rules 34(1)", {
	    "電話番号は削除します", "telephone numbers are deleted" } },
	{ "メール", false, "Rules 34(1)", {
	    "メールアドレスは削除します", "e-mail addresses are deleted" } },
	{ "住所", true, "Rules 34(1)", {
	    "住所は都道府県などに一般化します",
	    "addresses are generalised, say to prefectures" } },
	{ "生年月日", true, "Rules 34(1)", {
	    "生年月日は年や年代に一般化します",
	    "dates of birth are generalised to years or decades" } },
	{ "個人番号", false, "Rules 34(2)", {
	    "個人識別符号はすべて削除します",
	    "individual identification codes are all deleted" } },
	{ "マイナンバー", false, "Rules 34(2)", {
	    "個人識別符号はすべて削除します",
	    "individual identification codes are all deleted" } },
	{ "旅券", false, "Rules 34(2)", {
	    "個人識別符号はすべて削除します",
	    "individual identification codes are all deleted" } },
	{ "免許", false, "Rules 34(2)", {
	    "個人識別符号はすべて削除します",
	    "individual identification codes are all deleted" } },
	{ "被保険者", false, "Rules 34(2)", {
	    "個人識別符号はすべて削除します",
	    "individual identification codes are all deleted" } },
	{ "会員番号", false, "Rules 34(3)", {
	    "情報を連結する符号は削除するか仮 ID に替えます",
	    "codes that link information are deleted or replaced" } },
	{ "会員id", false, "Rules 34(3)", {
	    "情報を連結する符号は削除するか仮 ID に替えます",
	    "codes that link information are deleted or replaced" } },
	{ "顧客番号", false, "Rules 34(3)", {
	    "情報を連結する符号は削除するか仮 ID に替えます",
	    "codes that link information are deleted or replaced" } },
	{ "カード番号", false, "Rules 34(1)", {
	    "カード番号は削除します", "card numbers are deleted" } },
	{ "口座", false, "Rules 34(1)", {
	    "口座番号は削除します", "account numbers are deleted" } },
};

/* Beside a model that asks for a smallest class the minimum is narrower. */
static void
warn_presence(const struct plan *plan, const struct node *models,
    struct findings *findings)
{
	bool sized = false;

	for (size_t i = 0; i < plan->model_count; i++)
		sized = sized || model_is_sized(plan->models[i].kind);
	for (size_t i = 0; sized && i < plan->model_count; i++)
		if (plan->models[i].kind == MODEL_PRESENCE &&
		    plan->models[i].low.p > 0)
			(void)findings_say(findings, SEVERITY_WARNING,
			    node_at(models, i), "", "presence_narrowed",
			    (struct words){
			    "最小の組の大きさを求める基準と併用すると、min は"
			    "部分集合に一人もいない組み合わせには求められません"
			    , "beside a model that asks for a smallest "
			    "class, min is not asked of combinations that "
			    "nobody of the subset has" });
}

void
plan_parts_warn(const struct plan *plan, const struct node *root,
    struct findings *findings)
{
	warn_presence(plan, node_get(root, "models"), findings);
	for (size_t c = 0; c < plan->column_count; c++) {
		const struct plan_column *column = &plan->columns[c];

		if (column->role == ROLE_DELETE)
			continue;
		for (size_t i = 0; i < LENGTH(names); i++) {
			struct finding *finding;

			if (text_find(column->name,
			    text_of(names[i].word)) < 0 ||
			    (names[i].generalised &&
			    column->role == ROLE_QUASI_IDENTIFIER))
				continue;
			finding = findings_say(findings, SEVERITY_WARNING,
			    column->node, "", "identifier_kept",
			    names[i].words);
			error_clause(&finding->error, "", names[i].article);
			break;
		}
	}
}
