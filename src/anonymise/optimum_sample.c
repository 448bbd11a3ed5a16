#include "anonymise/optimum.h"
#include "base/mem.h"

/* A class that may be hidden. */
struct victim {
	uint32_t rows;
	uint32_t class;
	uint64_t first;
	double cost;
};

static int
by_rows(const void *a, const void *b)
{
	struct victim x, y;

	memcpy(&x, a, sizeof(x));
	memcpy(&y, b, sizeof(y));
	if (x.rows != y.rows)
		return x.rows < y.rows ? -1 : 1;
	return (x.first > y.first) - (x.first < y.first);
}

/* Of those that cost the same the one that came first, as ARX does. */
static int
by_cost(const void *a, const void *b)
{
	struct victim x, y;

	memcpy(&x, a, sizeof(x));
	memcpy(&y, b, sizeof(y));
	if (x.cost < y.cost || x.cost > y.cost)
		return x.cost < y.cost ? -1 : 1;
	return (x.first > y.first) - (x.first < y.first);
}

/* What sample models look at. */
struct shown {
	uint64_t classes;
	uint64_t rows;
	uint64_t alone;
};

static struct shown
count_shown(const struct classes *classes)
{
	struct shown shown = { .classes = 0 };

	for (uint32_t c = 0; c < classes->count; c++)
		if (classes->shown[c] && classes->rows[c] > 0) {
			shown.classes++;
			shown.rows += classes->rows[c];
			shown.alone += classes->rows[c] == 1;
		}
	return shown;
}

static bool
allows_all(const struct problem *problem, struct shown shown)
{
	for (size_t i = 0; i < problem->models; i++)
		if (model_is_sample(problem->model[i].kind) &&
		    !model_sample_allows(&problem->model[i], shown.classes,
		    shown.rows, shown.alone))
			return false;
	return true;
}

/*
 * How many victims, smallest first, have to go until all sample models hold.
 * False when that passes the limit.  Hiding a smallest class never makes a
 * sample model fail that holds, so one count serves all of them.
 */
static bool
enough(const struct problem *problem, const struct victim *victims,
    struct shown shown, uint64_t suppressed, size_t *n)
{
	for (*n = 0; !allows_all(problem, shown); (*n)++) {
		suppressed += victims[*n].rows;
		if (suppressed > problem->limit)
			return false;
		shown.classes--;
		shown.rows -= victims[*n].rows;
		shown.alone -= victims[*n].rows == 1;
	}
	return true;
}

/* Of victims of one size not all have to go: the cheapest first. */
static void
sort_last(const struct quality *quality, const struct classes *classes,
    struct victim *victims, size_t count, size_t n)
{
	size_t first = n, end = n;

	if (n == 0 || n == count || victims[n].rows != victims[n - 1].rows)
		return;
	while (first > 0 && victims[first - 1].rows == victims[n].rows)
		first--;
	while (end < count && victims[end].rows == victims[n].rows)
		end++;
	for (size_t i = first; i < end; i++)
		victims[i].cost = quality_class(quality, classes,
		    victims[i].class);
	qsort(victims + first, end - first, sizeof(*victims), by_cost);
}

bool
optimum_sample(const struct problem *problem, const struct quality *quality,
    struct classes *classes)
{
	struct shown shown;
	struct victim *victims;
	size_t count = 0, n = 0;
	bool done;

	if (!problem->sample || problem_is_mute(problem, &classes->node))
		return true;
	shown = count_shown(classes);
	if (allows_all(problem, shown))
		return true;
	if (classes->suppressed == problem->limit)
		return false;
	victims = mem_array(shown.classes, sizeof(*victims));
	if (victims == NULL)
		return false;
	for (uint32_t c = 0; c < classes->count; c++)
		if (classes->shown[c] && classes->rows[c] > 0)
			victims[count++] = (struct victim){
				.rows = classes->rows[c], .class = c,
				.first = classes->first[c]
			};
	qsort(victims, count, sizeof(*victims), by_rows);
	done = enough(problem, victims, shown, classes->suppressed, &n);
	if (done)
		sort_last(quality, classes, victims, count, n);
	for (size_t i = 0; done && i < n; i++) {
		classes->shown[victims[i].class] = false;
		classes->suppressed += victims[i].rows;
	}
	mem_free(victims);
	return done;
}

void
optimum_facts(struct optimum *optimum, const struct classes *classes)
{
	optimum->found = true;
	optimum->node = classes->node;
	optimum->suppressed = classes->suppressed;
	optimum->shown = 0;
	optimum->smallest = 0;
	for (uint32_t c = 0; c < classes->count; c++) {
		if (!classes->shown[c] || classes->rows[c] == 0)
			continue;
		optimum->shown++;
		if (optimum->smallest == 0 ||
		    classes->rows[c] < optimum->smallest)
			optimum->smallest = classes->rows[c];
	}
}

static uint32_t
height(const struct problem *problem, const struct vertex *node)
{
	uint32_t sum = 0;

	for (size_t f = 0; f < problem->fields; f++)
		sum += vertex_level(node, f);
	return sum;
}

/* Whether a's level is the higher one in the plan's first that differs. */
static bool
is_first(const struct problem *problem, const struct vertex *a,
    const struct vertex *b)
{
	for (size_t i = 0; i < problem->fields; i++)
		for (size_t f = 0; f < problem->fields; f++)
			if (problem->place[f] == i &&
			    vertex_level(a, f) != vertex_level(b, f))
				return vertex_level(a, f) >
				    vertex_level(b, f);
	return false;
}

bool
optimum_better(const struct problem *problem, const struct optimum *a,
    const struct optimum *b)
{
	uint32_t a_height, b_height;

	if (!b->found || a->score < b->score || a->score > b->score)
		return !b->found || a->score < b->score;
	if (a->suppressed != b->suppressed)
		return a->suppressed < b->suppressed;
	a_height = height(problem, &a->node);
	b_height = height(problem, &b->node);
	if (a_height != b_height)
		return a_height < b_height;
	return is_first(problem, &a->node, &b->node);
}
