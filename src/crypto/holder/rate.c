#include "crypto/holder/rate.h"

void
rate_begin(struct rate *rate, uint64_t per_minute, uint64_t bulk_per_minute,
    int64_t now)
{
	*rate = (struct rate){
		.people = bucket_full(per_minute, now),
		.bulk = bucket_full(bulk_per_minute, now),
	};
}

void
rate_spent(struct rate *rate, uint64_t people, uint64_t bulk)
{
	bucket_spend(&rate->people, people);
	bucket_spend(&rate->bulk, bulk);
}

unsigned int
rate_announced(const struct rate *rate, int64_t now)
{
	unsigned int bits = 0;

	for (unsigned int i = 1; i < HOLDER_PURPOSES; i++)
		if (rate->job[i].running > 0 && now < rate->job[i].until)
			bits |= 1u << i;
	return bits;
}

bool
rate_take(struct rate *rate, uint64_t n, int64_t now)
{
	unsigned int announced = rate_announced(rate, now);

	for (unsigned int i = 1; announced >> i != 0; i++) {
		if ((announced & 1u << i) == 0 || rate->job[i].left < n)
			continue;
		if (!bucket_take(&rate->bulk, n, now))
			break;
		rate->job[i].left -= n;
		return true;
	}
	return bucket_take(&rate->people, n, now);
}

enum status
rate_has_room(struct rate *rate, uint64_t people, int64_t now,
    struct error *error)
{
	uint64_t slots = people * HOLDER_SLOTS_A_PERSON;

	if (slots > rate->bulk.per_minute)
		slots = rate->bulk.per_minute;
	return bucket_has(&rate->bulk, slots, now) ? STATUS_OK :
	    rate_refuse(&rate->bulk, slots, error);
}

void
rate_announce(struct rate *rate, enum holder_purpose purpose,
    uint64_t people, bool begins, int64_t now)
{
	rate->job[purpose].running += begins;
	rate->job[purpose].left += people * HOLDER_SLOTS_A_PERSON;
	rate->job[purpose].until = now + RATE_BULK_MS;
}

void
rate_end(struct rate *rate, enum holder_purpose purpose)
{
	if (rate->job[purpose].running > 0 &&
	    --rate->job[purpose].running == 0)
		rate->job[purpose].left = 0;
}

enum status
rate_refuse(const struct bucket *bucket, uint64_t n, struct error *error)
{
	int64_t wait = bucket_wait(bucket, n);
	enum status status = error_set(error, STATUS_BUSY, "key_rate",
	    "1分間に開ける鍵枠の数 (%llu) に達しました",
	    "as many slots as may be opened in a minute (%llu) have been "
	    "opened", (unsigned long long)bucket->per_minute);

	if (wait >= 0)
		error_remedy(error, "%lld 秒後にやり直すか、一括処理として実行"
		    "するか、sekisho.yaml の holder.people_per_minute を"
		    "見直してください",
		    "try again in %lld seconds, run it as a bulk job, or "
		    "reconsider holder.people_per_minute in sekisho.yaml",
		    (long long)(wait + 999) / 1000);
	return status;
}
