"""`manage.py up`: all that the application needs, in one terminal, until Ctrl-C."""

import os
import signal
import sys
import time

from django.conf import settings
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from devtools import children, environment, lock, reachable, roles, services, static

GRACE_SECONDS = 5  # for web and worker; Redis and PostgreSQL follow within ten
WEB = [
    *["-m", "gunicorn", "unitar_seminars.wsgi", "--workers=2", "--threads=4"],
    *["--graceful-timeout=4", "--log-level=warning", "--no-control-socket"],
]
CELERY = ["-m", "celery", "--quiet", "--app=unitar_seminars"]
WORKER = [
    # Celery warns root at each start; whoever works as root knows.
    *["-W", "ignore::UserWarning:celery.platforms", *CELERY, "worker"],
    *["--concurrency=2", "--loglevel=WARNING", "--without-gossip", "--without-mingle"],
]
# Its own process, for a beat inside the worker outlives a worker that is killed;
# it keeps no file that could be damaged.
BEAT = [
    *[*CELERY, "beat", "--scheduler=celery.beat:Scheduler"],
    *["--loglevel=WARNING", "--pidfile="],
]


class Command(BaseCommand):
    help = "Start everything the application needs. Ctrl-C ends all of it."
    requires_system_checks = []  # migrate makes them

    def create_parser(self, *args, **options):
        return super().create_parser(
            *args, parents=[environment.address_parser()], **options
        )

    def handle(self, *, host, port, **options):
        on_asking(signal.default_int_handler)
        self.services, self.children = [], {}
        try:
            with lock.take(services.VAR) as self.lock:
                self.start(host, port)
                self.greet()
                self.watch()
        except children.Unavailable as problem:
            raise CommandError(str(problem)) from None
        except KeyboardInterrupt:
            self.say("Stopping.")
        finally:
            self.stop()

    def say(self, line):
        self.stdout.write(line)
        self.stdout.flush()  # or it waits in a buffer where nobody watches a terminal

    def start(self, host, port):
        reachable.refuse_taken(host, port)
        self.start_services()
        reachable.refuse_unreachable_servers()
        self.prepare()
        self.spawn("The web server", signal.SIGTERM, *WEB, f"--bind={host}:{port}")
        # SIGQUIT has a time limit at Celery and gives unfinished tasks back to Redis.
        self.spawn("The worker", signal.SIGQUIT, *WORKER)
        self.spawn("The timetable (beat)", signal.SIGTERM, *BEAT)
        while not reachable.answers(host, port):
            self.refuse_a_death()
            time.sleep(0.05)

    def start_services(self):
        for service in services.local():
            if os.environ[service.variable] == service.url:
                self.services.append(service)
                service.start(pass_fds=[self.lock.fileno()])
                lock.remember(self.lock, service.process.pid)

    def prepare(self):
        static.gather()
        call_command("migrate", verbosity=0)
        if settings.SAMPLE_SETUP and "demo" in get_commands():
            call_command("demo", verbosity=0)
        connection.close()

    def greet(self):
        self.say(f"Ready: {settings.SITE_URL}/ (Ctrl-C ends it)")
        if not settings.SAMPLE_SETUP:
            return
        self.say(f"Mail that was sent: {settings.SITE_URL}/mailbox/")
        for role in roles.ROLES:
            self.say(f"{role.title}: {settings.SITE_URL}/sample/enter/{role.slug}/")

    def spawn(self, name, ask_to_end, *command):
        process = children.spawn(
            [sys.executable, *command],
            cwd=services.ROOT,
            pass_fds=[self.lock.fileno()],
        )
        self.children[name] = process, ask_to_end
        lock.remember(self.lock, process.pid)

    def watch(self):
        while True:
            self.refuse_a_death()
            time.sleep(0.2)

    def refuse_a_death(self):
        """End the whole when a part is gone, which would be a riddle elsewhere."""
        for name, process, where in self.parts():
            if process.poll() is not None:
                raise CommandError(
                    f"{name} ended by itself ({how_it_ended(process.returncode)}), so"
                    f" everything was stopped: its last words are {where}; `make run`"
                    " starts again, nothing committed is lost."
                )

    def parts(self):
        for name, (process, _) in self.children.items():
            yield name, process, "above"
        for service in self.services:
            yield service.name, service.process, f"in {service.log}"

    def stop(self):
        """End those who use the services first, then the services."""
        on_asking(signal.SIG_IGN)  # asking once is enough
        deadline = time.monotonic() + GRACE_SECONDS
        for process, ask_to_end in self.children.values():
            process.send_signal(ask_to_end)  # its main process ends its own workers
        for process, _ in self.children.values():
            children.wait_or_kill(process, deadline - time.monotonic())
        for service in reversed(self.services):
            service.stop()


def on_asking(handler):
    """Take Ctrl-C and `kill` alike; a closed terminal keeps its own meaning."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, handler)


def how_it_ended(returncode):
    if returncode >= 0:
        return f"exit status {returncode}"
    return f"killed by {signal.Signals(-returncode).name}"
