"""What the flows do: work, e-mails, and what can be searched for."""

from enum import StrEnum


class DispatchState(StrEnum):
    """The life of an e-mail. SENDING is written before the first byte leaves; a row found in it
    after its sender died may or may not have arrived, and is parked instead of sent again."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    PARKED = "parked"
    BOUNCED = "bounced"
    CANCELLED = "cancelled"


class NoticeKind(StrEnum):
    ACKNOWLEDGEMENT = "acknowledgement"
    CLOCK_REMINDER = "clock_reminder"
    DIGEST = "digest"
    INVITATION = "invitation"
    SHARE_REQUEST = "share_request"  # to a contributor: confirm your share
    RETURNED = "returned"  # to the submitter: sent back with remarks
    MOVED = "moved"  # to the submitter: where the case stands now
    MESSAGE = "message"  # to a person or a contact: somebody wrote; the text stays on the page
    PARTNER_ANSWER = "partner_answer"  # to the officer: a business answered or asked
    SIGN_IN_LINK = "sign_in_link"  # to a contact: a link that signs in once
    NDA_OFFERED = "nda_offered"  # to a contact: an agreement to read and accept
    OFFER_COMMENT = "offer_comment"  # to officer or creator: a comment beside a field; its text stays on the page
    OFFER_EXPIRING = "offer_expiring"  # to the officer: in two weeks it is no longer public
    OFFER_EXPIRED = "offer_expired"  # to the officer: it is no longer public
    DECISION_LETTER = "decision_letter"  # to a creator: the decision is there to read
    REVIEW_REQUESTED = "review_requested"  # to a reviewer: asked to review, by a day
    REVIEW_WITHDRAWN = "review_withdrawn"  # to a reviewer: the scores are not needed any more
    REVIEW_REMINDER = "review_reminder"  # to a reviewer: the day comes close, or is past
    REVIEW_ANSWER = "review_answer"  # to the officer: a reviewer declined, declared or scored, a creator answered
    LEAK_FOUND = "leak_found"  # to the officer: a public offer says what was found to be confidential later
    PORTFOLIO_REPORT = "portfolio_report"  # to the head or the coordinator: a report is there to read


class WorkKind(StrEnum):
    """What the outbox asks the flows to do; the subject's id is all that they are told."""

    RECEIVE_DISCLOSURE = "receive_disclosure"  # technology
    PREPARE_REVIEW = "prepare_review"  # technology
    RENDER_BRIEF = "render_brief"  # offer
    MATCH_PARTNERS = "match_partners"  # technology
    SEND_DELIVERY = "send_delivery"  # delivery
    SEND_NOTICE = "send_notice"  # notice
    DRAW_AGREEMENT = "draw_agreement"  # agreement
    DRAW_LETTER = "draw_letter"  # decision letter
    SCHEDULE_OBLIGATIONS = "schedule_obligations"  # agreement
    DISTRIBUTE_PAYMENT = "distribute_payment"  # payment
    COMPILE_OFFERS = "compile_offers"  # compilation
    SWEEP_CLOCKS = "sweep_clocks"  # day number
    WRITE_DIGESTS = "write_digests"  # week number
    REPORT_PORTFOLIO = "report_portfolio"  # portfolio report
    COMPARE_OFFERS = "compare_offers"  # technology


class WorkState(StrEnum):
    QUEUED = "queued"
    LEASED = "leased"
    DONE = "done"
    PARKED = "parked"


class Searched(StrEnum):
    """What can be searched for. Each is seen by somebody else: see `models.queries.search`."""

    TECHNOLOGY = "technology"  # with its disclosure, its contributors and its funding
    PATENT = "patent"
    OFFER = "offer"
    PARTNER = "partner"  # with its contacts and its interests
    FILE = "file"
    MESSAGE = "message"  # between office and creators
    CORRESPONDENCE = "correspondence"  # between office and a partner
