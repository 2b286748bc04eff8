// Calls every operation by the Java clients and tells what came of it, a line each. What is right is in scenario.mjs.
import java.math.BigDecimal;
import java.net.http.HttpHeaders;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import ocms.cas.CasApi;
import ocms.cas.model.CourtNoticeUpdate;
import ocms.cas.model.GetPaymentStatusRequest;
import ocms.cas.model.NoticePaymentStatus;
import ocms.cas.model.UpdateCourtNoticesRequest;
import ocms.ces.CesApi;
import ocms.plus.PlusApi;
import ocms.plus.model.QueryNoticeInfoRequest;
import ocms.repccs.RepccsApi;

public class Check {
  static final String URL = System.getenv("OCMS_URL");
  static final String[] STATUSES = System.getenv("OCMS_STATUSES").split(",");

  static final ocms.cas.client.ApiClient CAS = new ocms.cas.client.ApiClient();
  static final ocms.plus.client.ApiClient PLUS = new ocms.plus.client.ApiClient();
  static final ocms.repccs.client.ApiClient REPCCS = new ocms.repccs.client.ApiClient();
  static final ocms.ces.client.ApiClient CES = new ocms.ces.client.ApiClient();

  interface Call {
    Object answer() throws Exception;
  }

  interface Provoked {
    Object answer(Map<String, String> headers) throws Exception;
  }

  public static void main(String[] args) throws Exception {
    CAS.updateBaseUri(URL);
    CAS.setRequestInterceptor(request -> request.header("Ocp-Apim-Subscription-Key", System.getenv("OCMS_KEY_CAS")));
    PLUS.updateBaseUri(URL);
    PLUS.setRequestInterceptor(request -> request.header("Ocp-Apim-Subscription-Key", System.getenv("OCMS_KEY_PLUS")));
    REPCCS.updateBaseUri(URL);
    REPCCS.setRequestInterceptor(request -> request.header("API-Key", System.getenv("OCMS_KEY_REPCCS")));
    CES.updateBaseUri(URL);
    CES.setRequestInterceptor(request -> request.header("API-Key", System.getenv("OCMS_KEY_CES")));
    cas();
    plus();
    repccs();
    ces();
  }

  static void cas() throws Exception {
    CasApi api = new CasApi(CAS);
    tell("updateCourtNotices", () -> update(api,
        new CourtNoticeUpdate().noticeNo("COURT1").amountPayable(new BigDecimal("70.10")).suspensionType(null)
            .nextProcessingDate(LocalDate.parse("2026-12-01")),
        new CourtNoticeUpdate().noticeNo("SUSPENDED1").amountPayable(new BigDecimal("99999999.99"))
            .eprReasonOfSuspension(null).eprDateOfSuspension(null),
        new CourtNoticeUpdate().noticeNo("PAID1").amountPayable(new BigDecimal("0.10")),
        new CourtNoticeUpdate().noticeNo("UNPAID1").atomsFlag(CourtNoticeUpdate.AtomsFlagEnum.Y),
        new CourtNoticeUpdate().noticeNo("NONE1").atomsFlag(null)));

    List<BigDecimal> amounts = new ArrayList<>();
    var asked = new GetPaymentStatusRequest().noticeNumbers(List.of("COURT1", "SUSPENDED1", "PAID1", "NONE1"));
    for (NoticePaymentStatus notice : api.getPaymentStatus(asked).getNotices()) {
      amounts.add(notice.getAmountPayable());
      tell("getPaymentStatus", () -> String.join(" ", notice.getNoticeNo(), text(notice.getSuspensionType()),
          text(notice.getEprReasonOfSuspension()), text(notice.getPaymentStatus()), text(notice.getAmountPayable()),
          text(notice.getAmountPaid()), text(notice.getPaymentAcceptanceAllowed())));
    }
    tell("sum", () -> text(amounts.get(0).add(amounts.get(2))));

    tell("kept as JSON", () -> {
      String kept = CAS.getObjectMapper()
          .writeValueAsString(new CourtNoticeUpdate().noticeNo("COURT1").eprReasonOfSuspension(null));
      return update(api, CAS.getObjectMapper().readValue(kept, CourtNoticeUpdate.class));
    });
    tell("the same twice", () -> update(api,
        new CourtNoticeUpdate().noticeNo("COURT1").atomsFlag(CourtNoticeUpdate.AtomsFlagEnum.N),
        new CourtNoticeUpdate().noticeNo("COURT1").atomsFlag(CourtNoticeUpdate.AtomsFlagEnum.N)));
    provoke("getPaymentStatus",
        headers -> api.getPaymentStatus(new GetPaymentStatusRequest().noticeNumbers(List.of("COURT1")), headers));
    provoke("updateCourtNotices", headers -> api.updateCourtNotices(new UpdateCourtNoticesRequest()
        .notices(List.of(new CourtNoticeUpdate().noticeNo("COURT1").atomsFlag(null))), headers));
  }

  static String update(CasApi api, CourtNoticeUpdate... notices) throws Exception {
    var answer = api.updateCourtNotices(new UpdateCourtNoticesRequest().notices(List.of(notices)));
    return answer.getUpdatedCount() + "/" + answer.getFailedCount() + " " + answer.getNotices().stream()
        .map(each -> each.getNoticeNo() + "=" + each.getAppCode() + " " + each.getStatus())
        .collect(Collectors.joining(", "));
  }

  static void plus() throws Exception {
    PlusApi api = new PlusApi(PLUS);
    LocalDate due = LocalDate.parse("2026-12-31");
    tell("queryNoticeInfo", () -> {
      var answer = api.queryNoticeInfo(new QueryNoticeInfoRequest()
          .noticeNumbers(List.of("UNPAID1", "PAID1", "NONE1")).paymentDueDate(due));
      return answer.getUpdatedCount() + "/" + answer.getFailedCount() + " " + answer.getNotices().stream()
          .map(each -> each.getNoticeNo() + "=" + each.getAppCode() + " " + each.getStatus())
          .collect(Collectors.joining(", "));
    });
    provoke("queryNoticeInfo", headers -> api.queryNoticeInfo(
        new QueryNoticeInfoRequest().noticeNumbers(List.of("COURT1")).paymentDueDate(due), headers));
  }

  static void repccs() throws Exception {
    RepccsApi api = new RepccsApi(REPCCS);
    tell("repccs without number", () -> created(api, repccsOffence("RC-1").noticeNo(null)));
    tell("repccs with number", () -> created(api, repccsOffence("RC-2").noticeNo("SDK1")));
    tell("repccs with one taken", () -> created(api, repccsOffence("RC-3").noticeNo("PAID1")));
    provoke("repccs", headers -> api.createNotice(repccsOffence("RC-4").noticeNo("COURT1"), headers));
  }

  static ocms.repccs.model.CreateNoticeRequest repccsOffence(String transactionId) {
    return new ocms.repccs.model.CreateNoticeRequest().transactionId(transactionId).subsystemLabel("REPCCS")
        .vehicleNo("SKX2026A").computerRuleCode(10300).compositionAmount(new BigDecimal("70.10"))
        .noticeDateAndTime("2026-01-15T09:30:00").offenceNoticeType("O").vehicleCategory("C")
        .vehicleRegistrationType("S").ppCode("A0007").ppName("ALIWAL \u505c\u8f66\u573a").creUserId("REPCCS")
        .creDate("2026-01-15T09:31:00+08:00");
  }

  static String created(RepccsApi api, ocms.repccs.model.CreateNoticeRequest offence) throws Exception {
    var answer = api.createNoticeWithHttpInfo(offence);
    var data = answer.getData().getData();
    return answer.getStatusCode() + " " + data.getAppCode() + " " + data.getMessage() + " " + text(data.getNoticeNo());
  }

  static void ces() throws Exception {
    CesApi api = new CesApi(CES);
    tell("ces", () -> created(api, cesOffence("SDK2")));
    tell("ces, number taken", () -> created(api, cesOffence("PAID1")));
    tell("ces, no such rule", () -> created(api, cesOffence("SDK3").computerRuleCode(99999)));
    provoke("ces", headers -> api.createNotice(cesOffence("COURT1"), headers));
  }

  static ocms.ces.model.CreateNoticeRequest cesOffence(String noticeNo) {
    return new ocms.ces.model.CreateNoticeRequest().transactionId("CES-1").subsystemLabel("030").noticeNo(noticeNo)
        .anFlag(ocms.ces.model.CreateNoticeRequest.AnFlagEnum.N).vehicleNo("SKX2027B").computerRuleCode(10300)
        .compositionAmount(new BigDecimal("99999999.99")).noticeDateAndTime("2026-01-15T09:30:00")
        .offenceNoticeType("O").vehicleCategory("C").vehicleRegistrationType("S").ppCode("A0007")
        .ppName("ALIWAL STREET").creUserId("CERTIS").creDate("2026-01-15T09:31:00+08:00");
  }

  static String created(CesApi api, ocms.ces.model.CreateNoticeRequest offence) throws Exception {
    var answer = api.createNoticeWithHttpInfo(offence);
    var data = answer.getData().getData();
    return answer.getStatusCode() + " " + data.getAppCode() + " " + data.getMessage();
  }

  static void provoke(String what, Provoked call) throws Exception {
    for (String status : STATUSES) tell(what + " " + status, () -> call.answer(Map.of("X-Provoke", status)));
  }

  static void tell(String what, Call call) throws Exception {
    Object answer;
    try {
      answer = call.answer();
    } catch (ocms.cas.client.ApiException e) {
      var data = CAS.getObjectMapper().readValue(body(e, e.getResponseBody()), ocms.cas.model.ErrorResponse.class).getData();
      answer = error(e.getCode(), e.getResponseHeaders(), data.getAppCode(), data.getMessage(), data.getErrors() == null
          ? List.of() : data.getErrors().stream().map(each -> each.getPath() + " " + each.getMessage()).collect(Collectors.toList()));
    } catch (ocms.plus.client.ApiException e) {
      var data = PLUS.getObjectMapper().readValue(body(e, e.getResponseBody()), ocms.plus.model.ErrorResponse.class).getData();
      answer = error(e.getCode(), e.getResponseHeaders(), data.getAppCode(), data.getMessage(), data.getErrors() == null
          ? List.of() : data.getErrors().stream().map(each -> each.getPath() + " " + each.getMessage()).collect(Collectors.toList()));
    } catch (ocms.repccs.client.ApiException e) {
      var data = REPCCS.getObjectMapper().readValue(body(e, e.getResponseBody()), ocms.repccs.model.ErrorResponse.class).getData();
      answer = error(e.getCode(), e.getResponseHeaders(), data.getAppCode(), data.getMessage(), data.getErrors() == null
          ? List.of() : data.getErrors().stream().map(each -> each.getPath() + " " + each.getMessage()).collect(Collectors.toList()));
    } catch (ocms.ces.client.ApiException e) {
      var data = CES.getObjectMapper().readValue(body(e, e.getResponseBody()), ocms.ces.model.ErrorResponse.class).getData();
      answer = error(e.getCode(), e.getResponseHeaders(), data.getAppCode(), data.getMessage(), data.getErrors() == null
          ? List.of() : data.getErrors().stream().map(each -> each.getPath() + " " + each.getMessage()).collect(Collectors.toList()));
    }
    System.out.println(what + ": " + answer);
  }

  static String body(Exception error, String body) throws Exception {
    if (body == null) throw error;
    return body;
  }

  static String error(int status, HttpHeaders headers, String appCode, String message, List<String> errors) {
    return status + " " + appCode + " " + message + "; " + headers.firstValue("Retry-After").map(each -> "wait").orElse("no wait")
        + "; " + (errors.isEmpty() ? "no errors" : String.join(", ", errors));
  }

  static String text(Object value) {
    return value instanceof BigDecimal ? ((BigDecimal) value).toPlainString() : String.valueOf(value);
  }
}
