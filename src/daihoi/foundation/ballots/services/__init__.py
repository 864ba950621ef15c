"""Acts of one secret paper vote, one module per act (việc của bàn kiểm phiếu)."""

from daihoi.foundation.ballots.services.accounts import record_issue, record_return
from daihoi.foundation.ballots.services.adjudicating import adjudicate, claim, decide_for_board, discard_blank_pages, release, take_back
from daihoi.foundation.ballots.services.calling import call_ballot
from daihoi.foundation.ballots.services.checking import (
    choose_full_check,
    compare_sheets,
    print_comparison,
    record_second_check,
    record_seed,
)
from daihoi.foundation.ballots.services.closing import close_count, reopen_count
from daihoi.foundation.ballots.services.completing import add_scans, complete_bundle
from daihoi.foundation.ballots.services.correcting import confirm_correction, decline_correction
from daihoi.foundation.ballots.services.custody import (
    Order,
    Presence,
    Resealing,
    Sealing,
    destroy_envelope,
    hand_over_envelope,
    open_envelope,
    order_destruction,
    reseal_envelope,
    seal_envelope,
)
from daihoi.foundation.ballots.services.issuing import ZoneNumbers, record_zone
from daihoi.foundation.ballots.services.keying import Entry, key_sheet, open_keyed_bundle, take_back_sheet
from daihoi.foundation.ballots.services.loops import Trial, record_loop_test, run_loop_test
from daihoi.foundation.ballots.services.machines import Statement, record_machine, record_wipe
from daihoi.foundation.ballots.services.opening import open_poll
from daihoi.foundation.ballots.services.printing import print_batch
from daihoi.foundation.ballots.services.proofing import sign_proof
from daihoi.foundation.ballots.services.reading import finish_reading, record_portion
from daihoi.foundation.ballots.services.releasing import Opening, release_poll
from daihoi.foundation.ballots.services.scanning import (
    Withdrawal,
    forget_file_names,
    pass_foreign_sheet,
    register_bundle,
    register_scans,
    resume_reading,
    withdraw_batch,
)
from daihoi.foundation.ballots.services.sticks import begin_stick, leave_stick, record_stick, stand_down, take_over
from daihoi.foundation.ballots.services.stopping import Stop, resume_polls, stop_polls
from daihoi.foundation.ballots.services.voiding import Destruction, void_run

__all__ = [
    "Destruction",
    "Entry",
    "Opening",
    "Order",
    "Presence",
    "Resealing",
    "Sealing",
    "Statement",
    "Stop",
    "Trial",
    "Withdrawal",
    "ZoneNumbers",
    "add_scans",
    "adjudicate",
    "begin_stick",
    "call_ballot",
    "choose_full_check",
    "claim",
    "close_count",
    "compare_sheets",
    "complete_bundle",
    "confirm_correction",
    "decide_for_board",
    "decline_correction",
    "destroy_envelope",
    "discard_blank_pages",
    "finish_reading",
    "forget_file_names",
    "hand_over_envelope",
    "key_sheet",
    "leave_stick",
    "open_envelope",
    "open_keyed_bundle",
    "open_poll",
    "order_destruction",
    "pass_foreign_sheet",
    "print_batch",
    "print_comparison",
    "record_issue",
    "record_loop_test",
    "record_machine",
    "record_portion",
    "record_return",
    "record_second_check",
    "record_seed",
    "record_stick",
    "record_wipe",
    "record_zone",
    "register_bundle",
    "register_scans",
    "release",
    "release_poll",
    "reopen_count",
    "reseal_envelope",
    "resume_polls",
    "resume_reading",
    "run_loop_test",
    "seal_envelope",
    "sign_proof",
    "stand_down",
    "stop_polls",
    "take_back",
    "take_back_sheet",
    "take_over",
    "void_run",
    "withdraw_batch",
]
