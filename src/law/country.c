#include "law/country.h"

static const char equivalent[][3] = {
	"AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR",
	"GB", "GR", "HR", "HU", "IE", "IS", "IT", "LI", "LT", "LU", "LV",
	"MT", "NL", "NO", "PL", "PT", "RO", "SE", "SI", "SK",
};

bool
country_equivalent(struct text code, int64_t day)
{
	if (!law_in_force((struct law_days){ "2019-01-23", "" }, day))
		return false;
	for (size_t i = 0; i < LENGTH(equivalent); i++)
		if (text_is(code, equivalent[i]))
			return true;
	return false;
}
