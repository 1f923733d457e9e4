from django.urls import URLPattern, path

from .views import feedback, notices_zip, review, revisions

CASE = "<cycle:code>/reviews/<int:pk>"
NOTICE = "<cycle:code>/feedback/<int:pk>"

urlpatterns: list[URLPattern] = [
    path("<cycle:code>/feedback/", feedback.feedback_list, name="feedback_list"),
    path("<cycle:code>/feedback.xlsx", feedback.feedback_export, name="feedback_export"),
    path("<cycle:code>/feedback/notices/", notices_zip.NoticesMake.as_view(), name="feedback_notices_make"),
    path("<cycle:code>/documents/papers/", notices_zip.PapersMake.as_view(), name="year_papers_make"),
    path("<cycle:code>/feedback/mine/", feedback.feedback_mine, name="feedback_mine"),
    path(f"{NOTICE}/", feedback.feedback_page, name="feedback_page"),
    path(f"{NOTICE}/sign/", feedback.FeedbackSign.as_view(), name="feedback_sign"),
    path(f"{NOTICE}/hand-over/", feedback.FeedbackHandOver.as_view(), name="feedback_hand_over"),
    path(f"{NOTICE}/paper/", feedback.FeedbackPaper.as_view(), name="feedback_paper"),
    path(f"{NOTICE}/refusal/", feedback.FeedbackRefusal.as_view(), name="feedback_refusal"),
    path(f"{NOTICE}/notice.docx", feedback.feedback_notice, name="feedback_notice"),
    path(f"{NOTICE}/scan/", feedback.feedback_scan, name="feedback_scan"),
    path(f"{NOTICE}/review/", review.ReviewStart.as_view(), name="review_start"),
    path("<cycle:code>/reviews/", review.reviews, name="reviews"),
    path("<cycle:code>/reviews.xlsx", review.reviews_export, name="reviews_export"),
    path(f"{CASE}/", review.review_case, name="review_page"),
    path(f"{CASE}/files/<int:file>/", review.review_file, name="review_file"),
    path(f"{CASE}/edit/", review.ReviewEdit.as_view(), name="review_edit"),
    path(f"{CASE}/attach/", review.ReviewAttach.as_view(), name="review_attach"),
    path(f"{CASE}/submit/", review.ReviewSubmit.as_view(), name="review_submit"),
    path(f"{CASE}/withdraw/", review.ReviewWithdraw.as_view(), name="review_withdraw"),
    path(f"{CASE}/accept/", review.ReviewAccept.as_view(), name="review_accept"),
    path(f"{CASE}/verifiers/", review.VerifierReplace.as_view(), name="review_verifier_replace"),
    path(f"{CASE}/refuse/", review.ReviewRefuse.as_view(), name="review_refuse"),
    path(f"{CASE}/finding/", review.ReviewFind.as_view(), name="review_find"),
    path(f"{CASE}/answer/", review.ReviewAnswer.as_view(), name="review_answer"),
    path(f"{CASE}/appeal/", review.AppealRecord.as_view(), name="appeal_record"),
    path(f"{CASE}/appeal/result/", review.AppealResult.as_view(), name="appeal_result"),
    path("<cycle:code>/revisions/", revisions.stale_results, name="stale_results"),
    path("<cycle:code>/revisions.xlsx", revisions.revisions_export, name="revisions_export"),
    path("<cycle:code>/revisions/<int:pk>/", revisions.stale_case, name="stale_page"),
    path("<cycle:code>/revisions/<int:pk>/apply/", revisions.StaleApply.as_view(), name="stale_apply"),
    path("<cycle:code>/revisions/<int:pk>/keep/", revisions.StaleKeep.as_view(), name="stale_keep"),
]
