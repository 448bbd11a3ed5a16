/*
 * country.h - which countries are no "foreign country" of article 28.
 *
 * Those whose system the PPC has recognised as equivalent: the United Kingdom
 * and the member states of the European Economic Area (Rules 15; PPC notice
 * of 2019-01-23; guideline 外国第三者提供編 3) (Iceland, Liechtenstein and
 * Norway with the EU: (M)).
 */
#ifndef LAW_COUNTRY_H_
#define LAW_COUNTRY_H_

#include "law/law.h"

/* code: ISO 3166-1 alpha-2. */
bool country_equivalent(struct text code, int64_t day);

#endif
