"""Actions on the programme: sessions, booths, rooms, seats, changes. The answers are in the ``…_answers`` modules."""

from __future__ import annotations

from actions.base import ProgrammeAction
from actions.booth_answers import list_booths
from actions.day_answers import changes, free_seats
from actions.detail_answers import about, when, where, who
from actions.session_answers import list_sessions


class ListSessions(ProgrammeAction):
    """„Was läuft jetzt?“"""

    action_name = "action_list_sessions"
    answerer = staticmethod(list_sessions)


class ListBooths(ProgrammeAction):
    """„Welche Stände gibt es zu KI?“"""

    action_name = "action_list_booths"
    answerer = staticmethod(list_booths)


class Where(ProgrammeAction):
    """„Wo ist Stand B3?“"""

    action_name = "action_where"
    answerer = staticmethod(where)


class When(ProgrammeAction):
    """„Wann ist der Vortrag zu Copilot?“"""

    action_name = "action_when"
    answerer = staticmethod(when)


class Who(ProgrammeAction):
    """„Wer hält den?“"""

    action_name = "action_who"
    answerer = staticmethod(who)


class About(ProgrammeAction):
    """„Worum geht es da?“"""

    action_name = "action_about"
    answerer = staticmethod(about)


class FreeSeats(ProgrammeAction):
    """„Ist im Workshop noch Platz?“"""

    action_name = "action_free_seats"
    answerer = staticmethod(free_seats)


class Changes(ProgrammeAction):
    """„Hat sich etwas geändert?“"""

    action_name = "action_changes"
    answerer = staticmethod(changes)
