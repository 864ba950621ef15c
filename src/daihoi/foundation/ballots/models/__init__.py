"""Tables of one secret paper vote, by subject (cuộc bỏ phiếu)."""

from daihoi.foundation.ballots.models.calls import BallotCall
from daihoi.foundation.ballots.models.checking import ComparedSheet, FullCheck, PublicSeed, SecondCheck
from daihoi.foundation.ballots.models.correcting import CountCorrection
from daihoi.foundation.ballots.models.custody import CustodyEvent
from daihoi.foundation.ballots.models.deciding import Adjudication, Claim, CountFigures, Tally
from daihoi.foundation.ballots.models.issuing import ZoneCount
from daihoi.foundation.ballots.models.loops import LoopPage, LoopTest, Release
from daihoi.foundation.ballots.models.machines import MachineRecord
from daihoi.foundation.ballots.models.polls import CountRecord, Poll, PrintRun, ProofSignature
from daihoi.foundation.ballots.models.printing import VoidedRun, Witness
from daihoi.foundation.ballots.models.scanning import Reading, Scan, ScanBatch, ScanFile
from daihoi.foundation.ballots.models.sticks import StickEvent

__all__ = [
    "Adjudication",
    "BallotCall",
    "Claim",
    "ComparedSheet",
    "CountCorrection",
    "CountFigures",
    "CountRecord",
    "CustodyEvent",
    "FullCheck",
    "LoopPage",
    "LoopTest",
    "MachineRecord",
    "Poll",
    "PrintRun",
    "ProofSignature",
    "PublicSeed",
    "Reading",
    "Release",
    "Scan",
    "ScanBatch",
    "ScanFile",
    "SecondCheck",
    "StickEvent",
    "Tally",
    "VoidedRun",
    "Witness",
    "ZoneCount",
]
