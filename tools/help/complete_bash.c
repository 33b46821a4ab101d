/* Writes the completion for bash. */
#include "help/manual.h"

static void
words_of_commands(FILE *stream)
{
	for (size_t i = 0; commands[i] != NULL; i++)
		(void)fprintf(stream, "%s ", commands[i]->name);
	(void)fputs("help", stream);
}

static void
pattern(FILE *stream, const struct option *option)
{
	(void)fprintf(stream, "\t\t\t--%s", option->name);
	if (option->twin)
		(void)fprintf(stream, " | --not-%s", option->name);
	if (option->letter != 0)
		(void)fprintf(stream, " | -%c", option->letter);
	(void)fputs(") ", stream);
}

static void
value(FILE *stream, const struct option *option)
{
	enum value_kind kind = complete_kind(option);

	if (kind == VALUE_NONE)
		return;
	pattern(stream, option);
	if (kind == VALUE_CHOICES) {
		(void)fputs("words='", stream);
		complete_choices(stream, option);
		(void)fputc('\'', stream);
	} else {
		(void)fputs(kind == VALUE_FILE            ? "wanted=file"
				: kind == VALUE_DIRECTORY ? "wanted=directory"
							  : "wanted=nothing",
			stream);
	}
	(void)fputs(" ;;\n", stream);
}

static void
command(FILE *stream, const struct command *of)
{
	const struct option *option;

	(void)fprintf(stream, "\t\t%s)\n\t\t\toptions='", of->name);
	for (size_t i = 0; (option = options_entry(i)) != NULL; i++) {
		if (!complete_takes(of, option))
			continue;
		(void)fprintf(stream, "--%s ", option->name);
		if (option->twin)
			(void)fprintf(stream, "--not-%s ", option->name);
		if (option->letter != 0)
			(void)fprintf(stream, "-%c ", option->letter);
	}
	(void)fputs("'\n\t\t\tcase $option in\n", stream);
	for (size_t i = 0; (option = options_entry(i)) != NULL; i++) {
		struct option own = complete_option(option, of);

		if (complete_takes(of, option))
			value(stream, &own);
	}
	(void)fputs("\t\t\tesac ;;\n", stream);
}

void
complete_bash(FILE *stream)
{
	(void)fputs("# Completion for bash, made from the tables of mia.\n"
		    "_mia()\n"
		    "{\n"
		    "\tlocal current=${COMP_WORDS[COMP_CWORD]} option= options= words= wanted=\n"
		    "\tlocal before=${COMP_WORDS[COMP_CWORD - 1]} i\n\n"
		    "\tCOMPREPLY=()\n"
		    "\t# bash takes --option=value apart at the sign.\n"
		    "\tif [[ $current == = ]]; then\n"
		    "\t\toption=$before current=\n"
		    "\telif [[ $before == = ]]; then\n"
		    "\t\toption=${COMP_WORDS[COMP_CWORD - 2]}\n"
		    "\telif [[ $before == -* ]]; then\n"
		    "\t\toption=$before\n"
		    "\tfi\n"
		    "\tif ((COMP_CWORD == 1)); then\n"
		    "\t\twords='",
		stream);
	words_of_commands(stream);
	(void)fputs("'\n\t\t[[ $current != -* ]] || words='--help --licences --version'\n"
		    "\t\tCOMPREPLY=($(compgen -W \"$words\" -- \"$current\"))\n"
		    "\t\treturn\n"
		    "\tfi\n"
		    "\tfor ((i = 2; i < COMP_CWORD; i++)); do\n"
		    "\t\t[[ ${COMP_WORDS[i]} != -- ]] || option= wanted=file\n"
		    "\tdone\n"
		    "\tcase ${COMP_WORDS[1]} in\n"
		    "\t\thelp)\n\t\t\t((COMP_CWORD != 2)) || words='",
		stream);
	for (size_t i = 0; commands[i] != NULL; i++)
		(void)fprintf(stream, "%s%s", i == 0 ? "" : " ", commands[i]->name);
	(void)fputs("'\n\t\t\twanted=${wanted:-nothing} ;;\n", stream);
	for (size_t i = 0; commands[i] != NULL; i++)
		command(stream, commands[i]);
	(void)fputs("\tesac\n"
		    "\tif [[ -z $words && -z $wanted && $current == -* ]]; then\n"
		    "\t\twords=$options\n"
		    "\tfi\n"
		    "\tif [[ -n $words ]]; then\n"
		    "\t\tCOMPREPLY=($(compgen -W \"$words\" -- \"$current\"))\n"
		    "\telif [[ $wanted == directory ]]; then\n"
		    "\t\tcompopt -o dirnames\n"
		    "\telif [[ $wanted != nothing ]]; then\n"
		    "\t\tcompopt -o default\n"
		    "\tfi\n"
		    "}\n"
		    "complete -F _mia mia\n",
		stream);
}
