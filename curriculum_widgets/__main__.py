"""The `curriculum` command.

Each command imports what it needs when it is called, so that those that need little start at once.
"""

from __future__ import annotations

import io
import sys
from pathlib import Path
from typing import Annotated

import typer

from curriculum_widgets.commands.controls import cancel, pause, steer, tidy
from curriculum_widgets.commands.groups import library, presets, schedules, templates
from curriculum_widgets.commands.offers import bank_check, bank_report, catalog, notebooks
from curriculum_widgets.commands.options import (
    AtOption,
    AuthorOption,
    BaseUrlOption,
    BroughtFile,
    BudgetOption,
    DetachOption,
    ImageModelOption,
    ImageQualityOption,
    ImageSizeOption,
    IntoOption,
    JsonOption,
    LicenceOption,
    RichnessOption,
    SchedulerOption,
    TokenBudgetOption,
    TopicsOption,
    UnitOption,
    WorkspaceOption,
    ZoneOption,
)
from curriculum_widgets.errors import CurriculumError, GenerationFailed

app = typer.Typer(
    name="curriculum",
    help="Make whole courses from a subject and a grade: offline from the bank, or with a language model.",
    epilog="Exit codes: 0 done, 1 some jobs failed, 2 bad input. Every command takes --help.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
    rich_markup_mode=None,
)
app.add_typer(library, name="library")
app.add_typer(templates, name="templates")
app.add_typer(presets, name="presets")
app.add_typer(schedules, name="schedules")


@app.command()
def generate(
    subject: Annotated[str, typer.Option(help="A subject of the catalogue.")],
    grade: Annotated[str, typer.Option(help="A grade: 5, K, Preschool, University …")],
    topics: TopicsOption = None,
    topic: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="A topic by name; give it again for more.")
    ] = None,
    style: Annotated[
        str, typer.Option(help="A style of the catalogue. [default: the template's, or Standard]")
    ] = "",
    language: Annotated[str, typer.Option(help="[default: the template's, or English]")] = "",
    guidelines: Annotated[
        str, typer.Option(help="What to mind besides; the bank understands a few wishes.")
    ] = "",
    richness: RichnessOption = None,
    exercise_set: Annotated[
        int, typer.Option("--exercise-set", metavar="N", help="Another set of the bank's fresh exercises.")
    ] = 0,
    without: Annotated[
        list[str] | None,
        typer.Option(
            help="Leave out: key_points, activity, practice, quiz, summary, resources or teacher_plan; give it again for more."
        ),
    ] = None,
    author: AuthorOption = "bank",
    base_url: BaseUrlOption = "",
    image_model: ImageModelOption = "",
    image_size: ImageSizeOption = "",
    image_quality: ImageQualityOption = "",
    licence: LicenceOption = "",
    template: Annotated[str, typer.Option(help="The id of a template.")] = "",
    budget: BudgetOption = "",
    token_budget: TokenBudgetOption = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Make one curriculum and save it in the library."""
    from curriculum_widgets.commands import run
    from curriculum_widgets.headless import coerced

    row = coerced(
        subject=subject, grade=grade, topic_count=topics, topics=tuple(topic or ()), style=style, language=language,
        guidelines=guidelines, richness=richness, exercise_set=exercise_set, without=tuple(without or ()), author=author, base_url=base_url,
        image_model=image_model, image_size=image_size, image_quality=image_quality, template=template, licence=licence,
    )  # fmt: skip
    limits = {"budget": budget or None, "token_budget": token_budget}
    raise typer.Exit(run.generate(row, workspace, limits=limits, as_json=as_json))


@app.command()
def batch(
    subjects: Annotated[str, typer.Option(help="Parted by commas. [default: the template's]")] = "",
    grades: Annotated[str, typer.Option(help="Parted by commas. [default: the template's]")] = "",
    styles: Annotated[
        str, typer.Option(help="Parted by commas. [default: the template's, or Standard]")
    ] = "",
    languages: Annotated[
        str, typer.Option(help="Parted by commas. [default: the template's, or English]")
    ] = "",
    template: Annotated[str, typer.Option(help="The id of a template.")] = "",
    plan: Annotated[Path | None, typer.Option(help="A .yaml or .csv file that lists the jobs.")] = None,
    preset: Annotated[str, typer.Option(help="The id of a preset, instead.")] = "",
    failed_of: Annotated[
        str,
        typer.Option(
            metavar="BATCH", help="What failed or lacks parts in this batch, as a new batch, instead."
        ),
    ] = "",
    name: Annotated[str, typer.Option(help="How lists call it.")] = "",
    description: Annotated[str, typer.Option(help="What it is for.")] = "",
    topics: TopicsOption = None,
    richness: RichnessOption = None,
    author: AuthorOption = "bank",
    base_url: BaseUrlOption = "",
    image_model: ImageModelOption = "",
    image_size: ImageSizeOption = "",
    image_quality: ImageQualityOption = "",
    licence: LicenceOption = "",
    concurrency: Annotated[int | None, typer.Option(min=1, max=64, help="Jobs at once. [default: 2]")] = None,
    executor: Annotated[
        str,
        typer.Option(
            help="Where jobs run: threads of this process, papermill (a notebook for each job) or dask. [default: the plan's, or threads]"
        ),
    ] = "",
    scheduler: SchedulerOption = "",
    detach: DetachOption = False,
    budget: BudgetOption = "",
    token_budget: TokenBudgetOption = None,
    batch_id: Annotated[
        str, typer.Option("--id", help="An id for the batch; the same one again goes on with it.")
    ] = "",
    at: AtOption = "",
    zone: ZoneOption = "",
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Make many curricula: subjects × grades (× styles × languages), a plan from a file, or a preset."""
    from curriculum_widgets.commands import run
    from curriculum_widgets.headless import coerced

    axes = {"subjects": subjects, "grades": grades, "styles": styles, "languages": languages}
    row = coerced(
        topic_count=topics, richness=richness, author=author, base_url=base_url, image_model=image_model,
        image_size=image_size, image_quality=image_quality, licence=licence,
    )  # fmt: skip
    about = {
        "name": name, "description": description, "concurrency": concurrency, "executor": executor,
        "scheduler": scheduler, "budget": budget, "token_budget": token_budget, "batch_id": batch_id,
    }  # fmt: skip
    code = run.batch(
        axes, row, workspace, template=template, plan=plan, about=about, detach=detach, as_json=as_json,
        preset=preset, failed_of=failed_of, when=(at, zone),
    )  # fmt: skip
    raise typer.Exit(code)


@app.command()
def status(
    batch_id: Annotated[
        str, typer.Argument(metavar="[BATCH]", help="A batch's id; all batches by default.")
    ] = "",
    watch: Annotated[
        bool, typer.Option("--watch", help="Stay and show progress until it has ended.")
    ] = False,
    everything: Annotated[bool, typer.Option("--all", help="Show single generations too.")] = False,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show how far batches are, whoever runs them."""
    from curriculum_widgets.commands import look, run

    if watch and batch_id:
        raise typer.Exit(run.watch(batch_id, workspace, as_json=as_json))
    raise typer.Exit(look.status(batch_id, workspace, everything=everything, as_json=as_json))


@app.command()
def resume(
    batch_id: Annotated[str, typer.Argument(metavar="[BATCH]", help="A batch's id.")] = "",
    everything: Annotated[
        bool, typer.Option("--all", help="Resume every batch that was interrupted.")
    ] = False,
    job: Annotated[
        list[str] | None, typer.Option(metavar="ID", help="Only this job; give it again for more.")
    ] = None,
    failed: Annotated[bool, typer.Option("--failed", help="Only the jobs that failed.")] = False,
    scheduler: SchedulerOption = "",
    detach: DetachOption = False,
    at: AtOption = "",
    zone: ZoneOption = "",
    budget: BudgetOption = "",
    token_budget: TokenBudgetOption = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Go on with a batch that was paused, stopped or interrupted: only what is not there yet is written."""
    from curriculum_widgets.commands import run

    if batch_id and scheduler:
        run.use_scheduler(batch_id, workspace, scheduler)
    limits = {"budget": budget or None, "token_budget": token_budget}
    if batch_id and at:
        raise typer.Exit(run.start_at(batch_id, workspace, when=(at, zone), limits=limits, as_json=as_json))
    chosen = run.Chosen(batch_id, everything=everything, jobs=tuple(job or ()), failed=failed)
    raise typer.Exit(run.resume(chosen, workspace, limits=limits, detach=detach, as_json=as_json))


for command in (pause, steer, cancel, tidy):
    app.command()(command)


@app.command()
def report(
    batch_id: Annotated[str, typer.Argument(metavar="BATCH", help="A batch's id.")],
    output: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Where to write it. [default: among the workspace's exports]"),
    ] = None,
    workspace: WorkspaceOption = None,
) -> None:
    """Write what became of a batch as a web page: times, costs, and what went wrong."""
    from curriculum_widgets.commands import look

    raise typer.Exit(look.report(batch_id, output, workspace))


@app.command("serve-schedules")
def serve_schedules(workspace: WorkspaceOption = None) -> None:
    """Start what is to start by itself, until Ctrl-C; a studio's kernel does the same while it lives."""
    from curriculum_widgets.commands import schedules as work

    raise typer.Exit(work.serve(workspace))


@app.command()
def notify(
    test: Annotated[bool, typer.Option("--test", help="Send a message now.")] = False,
    workspace: WorkspaceOption = None,
) -> None:
    """Say where messages about a batch's end go; CURRICULUM_NOTIFY holds the addresses."""
    from curriculum_widgets.commands import notify as work

    raise typer.Exit(work.notify(workspace, test=test))


@app.command()
def export(
    curriculum_id: Annotated[str, typer.Argument(metavar="[ID]", help="A curriculum's id.")] = "",
    batch_id: Annotated[str, typer.Option("--batch", help="All curricula of this batch instead.")] = "",
    file_format: Annotated[
        list[str] | None,
        typer.Option("--format", help="json, markdown, html or pdf; a ZIP takes several. [default: html]"),
    ] = None,
    edition: Annotated[
        list[str] | None,
        typer.Option(help="student or teacher; a ZIP takes several. [default: teacher; both in a ZIP]"),
    ] = None,
    output: Annotated[
        Path | None, typer.Option(help="A file, or a folder. [default: exports in the workspace]")
    ] = None,
    archive: Annotated[
        Path | None,
        typer.Option("--zip", help="All results of the batch as this one ZIP, with an index and checksums."),
    ] = None,
    option: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME=VALUE",
            help="A choice of the format's own, such as paper=a4; give it again for more.",
        ),
    ] = None,
    overwrite: Annotated[
        bool, typer.Option("--overwrite", help="Replace files that are there already.")
    ] = False,
    workspace: WorkspaceOption = None,
) -> None:
    """Write curricula as files that schools can open."""
    from curriculum_widgets.commands import take

    form = take.Form(tuple(file_format or ()), tuple(edition or ()), tuple(option or ()))
    if archive:
        code = take.results(
            curriculum_id,
            batch_id,
            form,
            archive=archive,
            output=output,
            workspace=workspace,
            overwrite=overwrite,
        )
    else:
        code = take.export(curriculum_id, batch_id, form, output, workspace=workspace, overwrite=overwrite)
    raise typer.Exit(code)


@app.command("import")
def import_file(
    file: BroughtFile,
    into: IntoOption = "",
    unit: UnitOption = "",
    workspace: WorkspaceOption = None,
) -> None:
    """Bring in a curriculum, or questions of another platform into a unit's quiz."""
    from curriculum_widgets.commands import bring

    raise typer.Exit(bring.file(file, into, unit, workspace))


@app.command("list")
def list_curricula(workspace: WorkspaceOption = None, as_json: JsonOption = False) -> None:
    """List the library, newest first."""
    from curriculum_widgets.commands import look

    raise typer.Exit(look.curricula("", workspace, as_json=as_json))


@app.command()
def search(
    words: Annotated[list[str], typer.Argument(help="Words that must all occur.")],
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Search the library: titles, topics, objectives, key points, vocabulary."""
    from curriculum_widgets.commands import look

    raise typer.Exit(look.curricula(" ".join(words), workspace, as_json=as_json))


app.command()(catalog)
app.command()(notebooks)
app.command("bank-check")(bank_check)
app.command("bank-report")(bank_report)


def main() -> None:
    """Runs the command and turns every expected error into one line and an exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(
            stream, io.TextIOWrapper
        ):  # a terminal without these letters shows a sign in their place
            stream.reconfigure(errors="replace")
    try:
        app()
    except CurriculumError as error:
        print(f"curriculum: {error}", file=sys.stderr)
        sys.exit(1 if isinstance(error, GenerationFailed) else 2)


if __name__ == "__main__":
    main()
