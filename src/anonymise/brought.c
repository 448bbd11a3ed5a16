#include "anonymise/brought.h"

enum status
brought_add(struct brought *brought, struct text name, struct bytes bytes,
    struct error *error)
{
	size_t i = brought->place.count;
	enum status status;

	if (i == PLAN_FILES)
		return error_set(error, STATUS_INVALID, "too_many_files",
		    "ファイルが多すぎます (%d まで)",
		    "too many files (at most %d)", PLAN_FILES);
	brought->place.names = brought->name;
	brought->place.paths = brought->path;
	status = file_stream_memory(&brought->stream[i], error);
	if (status != STATUS_OK)
		return status;
	brought->place.count++;
	brought->name[i] = name;
	brought->path[i] = file_stream_name(brought->stream[i]);
	return file_stream_put(brought->stream[i], bytes, error);
}

void
brought_free(struct brought *brought)
{
	for (size_t i = 0; i < brought->place.count; i++)
		file_stream_free(brought->stream[i]);
	brought->place.count = 0;
}
