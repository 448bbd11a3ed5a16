#include "policy/lint_pattern.h"
#include "policy/lint_program.h"

enum { SLOTS = 4096, SPAN_MAX = 8192 };

/* A state still to be tried: instruction, letter, and how far a gap went. */
struct job {
	uint32_t at;
	uint32_t letter;
	uint32_t gap;
	uint32_t open;		/* what { } marked so far */
	uint32_t close;
};

struct lint_patterns {
	struct arena *arena;
	struct lint_program *table[SLOTS];	/* by address of the pattern */
	size_t count;
	uint64_t *tried;
	size_t tried_words;
	struct job *jobs;
	size_t job_capacity;
	bool failed;
};

struct run {
	struct lint_patterns *all;
	const struct lint_program *program;
	const uint32_t *code;
	struct lint_span span;
	size_t jobs;
};

#define UNMARKED UINT32_MAX

struct lint_patterns *
lint_pattern_new(struct arena *arena)
{
	struct lint_patterns *patterns = arena_alloc(arena, sizeof(*patterns));

	if (patterns != NULL)
		patterns->arena = arena;
	return patterns;
}

bool
lint_pattern_failed(const struct lint_patterns *patterns)
{
	return patterns->failed;
}

bool
lint_pattern_check(struct lint_patterns *patterns, const char *pattern)
{
	struct lint_program program;

	return lint_program_compile(&program, pattern, patterns->arena);
}

void
lint_pattern_seen(uint64_t seen[4], const uint32_t *code,
    struct lint_span span)
{
	memset(seen, 0, 4 * sizeof(*seen));
	for (uint32_t i = span.from; i < span.to; i++) {
		unsigned int bit = lint_program_hash(code[i]);

		seen[bit / 64] |= (uint64_t)1 << (bit % 64);
	}
}

static struct lint_program *
compiled(struct lint_patterns *patterns, const char *pattern)
{
	size_t slot = ((uintptr_t)pattern >> 1) * 0x9E3779B97F4A7C15u >> 52;
	struct lint_program *program;

	while (patterns->table[slot % SLOTS] != NULL) {
		program = patterns->table[slot % SLOTS];
		if (program->source == pattern)
			return program;
		slot++;
	}
	program = patterns->count + 1 >= SLOTS ? NULL :
	    arena_alloc(patterns->arena, sizeof(*program));
	if (program == NULL || !lint_program_compile(program, pattern,
	    patterns->arena)) {
		patterns->failed = true;
		return NULL;
	}
	patterns->table[slot % SLOTS] = program;
	patterns->count++;
	return program;
}

static bool
covers(const uint64_t seen[4], const uint64_t mask[4])
{
	return ((mask[0] & ~seen[0]) | (mask[1] & ~seen[1]) |
	    (mask[2] & ~seen[2]) | (mask[3] & ~seen[3])) == 0;
}

static bool
is_possible(const struct lint_program *program, const uint64_t seen[4])
{
	for (size_t i = 0; i < program->clause_count; i++) {
		const struct lint_clause *clause = &program->clauses[i];
		bool any = false;

		for (size_t k = 0; k < clause->count && !any; k++)
			any = covers(seen, clause->masks[k]);
		if (!any)
			return false;
	}
	return true;
}

static bool
more_jobs(struct run *run)
{
	struct lint_patterns *all = run->all;
	struct job *jobs = lint_letters_grown(all->arena, all->jobs, run->jobs,
	    &all->job_capacity, sizeof(*jobs));

	if (jobs == NULL) {
		all->failed = true;
		return false;
	}
	all->jobs = jobs;
	return true;
}

static inline bool
push(struct run *run, struct job job)
{
	if (run->jobs >= run->all->job_capacity && !more_jobs(run))
		return false;
	run->all->jobs[run->jobs++] = job;
	return true;
}

/* Whether an instruction can go on with the next letter, at a glance. */
static inline bool
is_hopeful(const struct run *run, uint32_t at, uint32_t letter)
{
	const struct lint_instruction *one = &run->program->code[at];

	return one->op != OP_LETTER || (letter < run->span.to &&
	    run->code[letter] == one->a);
}

/* True the first time that this instruction is tried at this letter. */
static bool
is_new(struct run *run, const struct job *job)
{
	uint32_t length = run->span.to - run->span.from + 1;
	size_t bit = (size_t)job->at * length + job->letter - run->span.from;
	uint64_t mask = (uint64_t)1 << (bit % 64);

	if (run->all->tried[bit / 64] & mask)
		return false;
	run->all->tried[bit / 64] |= mask;
	return true;
}

static bool
in_set(const struct lint_program *program,
    const struct lint_instruction *one, uint32_t c)
{
	for (uint32_t i = one->a; i < one->a + one->b; i++)
		if (c >= program->ranges[i].from && c <= program->ranges[i].to)
			return !one->c;
	return one->c;
}

static bool
is_behind(const struct run *run, const struct lint_instruction *one,
    uint32_t letter)
{
	const uint32_t *words = run->program->letters + one->a;

	for (uint32_t i = 0; i < one->b; i++) {
		uint32_t n = *words++;

		if (letter - run->span.from >= n && memcmp(run->code + letter -
		    n, words, n * sizeof(*words)) == 0)
			return true;
		words += n;
	}
	return false;
}

/*
 * Whether what !( ) holds matches here.  It has no gaps in it, so that it
 * ends soon without remembering what was tried.
 */
static bool
follows(const struct run *run, uint32_t at, uint32_t letter, int depth)
{
	for (;;) {
		const struct lint_instruction *one = &run->program->code[at];

		switch (one->op) {
		case OP_LETTER:
		case OP_SET:
		case OP_ANY:
			if (letter >= run->span.to || (one->op == OP_LETTER ?
			    run->code[letter] != one->a : one->op == OP_SET &&
			    !in_set(run->program, one, run->code[letter])))
				return false;
			letter++;
			at++;
			break;
		case OP_SPLIT:
			if (depth < 64 && follows(run, one->a, letter,
			    depth + 1))
				return true;
			at = one->b;
			break;
		case OP_JUMP:
			at = one->a;
			break;
		case OP_END:
			if (letter != run->span.to)
				return false;
			at++;
			break;
		case OP_MATCH:
			return true;
		case OP_GAP: case OP_BEGIN: case OP_NOT: case OP_BEHIND:
		case OP_OPEN: case OP_CLOSE:
			return false;
		}
	}
}

/*
 * A gap takes none first; what it might still take waits as a job.  A gap
 * without limit that meets the track of an earlier one has nothing to add.
 */
static bool
step_gap(struct run *run, struct job *job, const struct lint_instruction *one)
{
	struct job longer = *job;

	if ((job->gap == 0 || one->a >= run->span.to - run->span.from) &&
	    !is_new(run, job))
		return false;
	longer.gap++;
	longer.letter++;
	if (longer.gap <= one->a && longer.letter <= run->span.to &&
	    !push(run, longer))
		return false;
	job->gap = 0;
	job->at++;
	return true;
}

/*
 * Takes one letter where the instruction wants one.  A chain of letters needs
 * no memory of what was tried: only where ways part or meet is it kept.
 */
static inline bool
step_letter(const struct run *run, struct job *job,
    const struct lint_instruction *one)
{
	uint32_t c;

	if (job->letter >= run->span.to)
		return false;
	c = run->code[job->letter];
	if (one->op == OP_LETTER ? c != one->a : one->op == OP_SET &&
	    !in_set(run->program, one, c))
		return false;
	job->letter++;
	job->at++;
	return true;
}

/* Two ways: the second waits, unless one of them is seen to fail. */
static inline bool
step_split(struct run *run, struct job *job,
    const struct lint_instruction *one)
{
	bool first = is_hopeful(run, one->a, job->letter);
	struct job other = *job;

	if (!is_hopeful(run, one->b, job->letter)) {
		job->at = one->a;
		return first;
	}
	other.at = one->b;
	if (first && !push(run, other))
		return false;
	job->at = first ? one->a : one->b;
	return true;
}

/* What takes no letter but looks at the place. */
static bool
step_place(const struct run *run, struct job *job,
    const struct lint_instruction *one)
{
	switch (one->op) {
	case OP_BEGIN:
		job->at++;
		return job->letter == run->span.from;
	case OP_END:
		job->at++;
		return job->letter == run->span.to;
	case OP_NOT:
		if (follows(run, job->at + 1, job->letter, 0))
			return false;
		job->at = one->a;
		return true;
	case OP_BEHIND:
		job->at++;
		return !is_behind(run, one, job->letter);
	case OP_OPEN:
		job->open = job->letter;
		job->at++;
		return true;
	case OP_CLOSE:
		job->close = job->letter;
		job->at++;
		return true;
	case OP_LETTER: case OP_ANY: case OP_SET: case OP_GAP: case OP_SPLIT:
	case OP_JUMP: case OP_MATCH:
		break;
	}
	return false;
}

/* Goes on with one job until it fails; true when it reached the end. */
static bool
follow(struct run *run, struct job *job)
{
	for (;;) {
		const struct lint_instruction *one =
		    &run->program->code[job->at];

		switch (one->op) {
		case OP_LETTER:
		case OP_ANY:
		case OP_SET:
			if (!step_letter(run, job, one))
				return false;
			break;
		case OP_GAP:
			if (!step_gap(run, job, one))
				return false;
			break;
		case OP_SPLIT:
			if (!is_new(run, job) || !step_split(run, job, one))
				return false;
			break;
		case OP_JUMP:
			if (!is_new(run, job))
				return false;
			job->at = one->a;
			break;
		case OP_BEGIN: case OP_END: case OP_NOT: case OP_BEHIND:
		case OP_OPEN: case OP_CLOSE:
			if (!step_place(run, job, one))
				return false;
			break;
		case OP_MATCH:
			return true;
		}
	}
}

static bool
prepare(struct run *run)
{
	struct lint_patterns *all = run->all;
	size_t bits = run->program->n * (size_t)(run->span.to -
	    run->span.from + 1);
	size_t words = bits / 64 + 1;

	if (words > all->tried_words) {
		all->tried = arena_array(all->arena, words * 2,
		    sizeof(*all->tried));
		if (all->tried == NULL) {
			all->failed = true;
			all->tried_words = 0;
			return false;
		}
		all->tried_words = words * 2;
	}
	memset(all->tried, 0, words * sizeof(*all->tried));
	return true;
}

static bool
match_from(struct run *run, uint32_t start, struct lint_span *found)
{
	struct job job = { .letter = start, .open = UNMARKED,
		.close = UNMARKED };

	run->jobs = 0;
	if (!push(run, job))
		return false;
	while (run->jobs > 0) {
		job = run->all->jobs[--run->jobs];
		if (!follow(run, &job))
			continue;
		if (found != NULL) {
			found->from = job.open == UNMARKED ? start : job.open;
			found->to = job.close == UNMARKED ? job.letter :
			    job.close;
		}
		return true;
	}
	return false;
}

bool
lint_pattern_find(struct lint_patterns *patterns, const uint32_t *code,
    struct lint_span span, const uint64_t *seen, const char *pattern,
    struct lint_span *found)
{
	struct run run = { .all = patterns, .code = code, .span = span };
	bool prepared = false;

	run.program = compiled(patterns, pattern);
	if (run.program == NULL || (seen != NULL &&
	    !is_possible(run.program, seen)))
		return false;
	if (span.to - span.from > SPAN_MAX)
		run.span.to = span.from + SPAN_MAX;
	for (uint32_t i = run.span.from; i <= run.span.to; i++) {
		if (!run.program->any_first) {
			unsigned int bit = i < run.span.to ?
			    lint_program_hash(code[i]) : 0;

			if (i == run.span.to || !(run.program->first[bit / 64]
			    >> (bit % 64) & 1))
				continue;
		}
		if (!prepared && !prepare(&run))
			return false;
		prepared = true;
		if (match_from(&run, i, found))
			return true;
	}
	return false;
}

bool
lint_pattern_has(struct lint_patterns *patterns, const uint32_t *code,
    struct lint_span span, const uint64_t *seen, const char *pattern,
    size_t number, size_t count)
{
	struct lint_program *program = compiled(patterns, pattern);
	bool found;

	if (program == NULL || !is_possible(program, seen))
		return false;
	if (program->known == NULL)
		program->known = arena_alloc(patterns->arena, count);
	if (program->known == NULL) {
		patterns->failed = true;
		return false;
	}
	if (program->known[number] != 0)
		return program->known[number] == 2;
	found = lint_pattern_find(patterns, code, span, seen, pattern, NULL);
	program->known[number] = found ? 2 : 1;
	return found;
}
