"""Texts of the founding articles' reviews (văn bản tổng kết trình diễn): invented words around the published figures, good drafts beside blamed ones."""

from daihoi.rules.paragraphs import Piece, Style

H, S = Style.HEADING, Style.SUBHEADING

SOC_TRANG = (
    Piece("I. Quán triệt, triển khai Chỉ thị", H),
    Piece(
        "Ngay trong quý III năm 2019, Đảng ủy Khối mở hội nghị phổ biến Chỉ thị số 35-CT/TW, ngày 30/5/2019; 6/6 tổ chức cơ sở được hỏi "
        "ý kiến vào báo cáo này đều có kế hoạch riêng."
    ),
    Piece("II. Lãnh đạo, chỉ đạo", H),
    Piece("Mỗi ủy viên Ban Thường vụ theo một cụm tổ chức đảng, dự ít nhất một đại hội điểm và góp ý tại chỗ."),
    Piece("III. Kết quả", H),
    Piece("1. Chuẩn bị văn kiện", S),
    Piece("Dự thảo được gửi xuống chi bộ trước đại hội 15 ngày; Đảng bộ Y tế gom ý kiến theo từng đoạn nên sửa nhanh, ít bỏ sót."),
    Piece("2. Chuẩn bị nhân sự", S),
    Piece("Nhân sự cấp ủy nhiệm kỳ 2020-2025 đi qua năm bước giới thiệu; cơ cấu nữ và trẻ được giữ đến phút chót."),
    Piece("3. Tổ chức đại hội và bầu cử", S),
    Piece("Đại hội cơ sở và Đại hội Đảng bộ Khối họp đúng lịch, kiểm phiếu công khai, không có đơn thư sau bầu cử."),
    Piece("IV. Hạn chế", H),
    Piece("Chi bộ Cấp nước và Chi bộ Lưu trữ gửi hồ sơ nhân sự muộn, Ban Thường vụ phải họp thêm hai lần để duyệt."),
    Piece("V. Nguyên nhân", H),
    Piece("Bí thư các chi bộ này kiêm việc chuyên môn, người giúp việc công tác đảng chưa qua lớp tập huấn nào."),
    Piece("VI. Bài học kinh nghiệm", H),
    Piece("Ở đâu cấp ủy nghe được điều đảng viên còn băn khoăn về người được giới thiệu thì ở đó đại hội gọn và thuận."),
    Piece("VII. Giải pháp, kiến nghị", H),
    Piece("Rà soát quy hoạch Ban Chấp hành, Ban Thường vụ Đảng ủy Khối xong trước ngày 20/3/2024; Ban Tổ chức Đảng ủy Khối chủ trì."),
    Piece("Đề nghị Tỉnh ủy mở lớp nghiệp vụ đại hội cho cấp ủy doanh nghiệp trước nhiệm kỳ 2025-2030."),
)
# Unit, conference or body, paragraph (from 1), kind, words, proposal: several conferences of one unit are heard one by one.
SOC_TRANG_OPINIONS = (
    ("ST-K-01", "Hội nghị chi bộ Khối dự phòng", 7, "add", "Nêu thêm số ngày cấp ủy dành để đọc ý kiến.", ""),
    ("ST-K-01", "Hội nghị chi bộ Khối điều trị", 7, "add", "Bổ sung số ngày cấp ủy dành đọc ý kiến.", ""),
    ("ST-K-01", "Hội nghị Ban Chấp hành", 17, "agree", "Nhất trí với bài học này.", ""),
    ("ST-K-02", "Hội nghị chi bộ", 13, "amend", "Ghi rõ muộn bao nhiêu ngày.",
     "Chi bộ Cấp nước và Chi bộ Lưu trữ gửi hồ sơ nhân sự muộn 9 ngày, Ban Thường vụ phải họp thêm hai lần để duyệt."),
    ("ST-K-03", "Hội nghị cán bộ chủ chốt", 13, "amend", "Cần ghi rõ gửi muộn bao nhiêu ngày.", ""),
    ("ST-K-04", "Hội nghị chi bộ", 15, "ask", "Chi bộ chúng tôi đã cử người đi tập huấn tháng 5, báo cáo tính thế nào?", ""),
    ("ST-K-05", "Hội nghị Ban Chấp hành", 20, "agree", "Đồng ý, doanh nghiệp rất cần lớp này.", ""),
    ("ST-K-06", "Hội nghị chi bộ", 0, "add", "Thêm phụ lục danh sách tổ chức đảng đã đại hội.", ""),
)  # fmt: skip
SOC_TRANG_ANSWERS = {
    (13, "amend"): ("taken", ""),
    (7, "add"): ("not", "Số ngày đã có trong kế hoạch của từng nơi, báo cáo không nhắc lại."),
    (15, "ask"): ("partly", "Báo cáo nói về người giúp việc tại thời điểm đại hội; lớp tháng 5 được ghi ở phụ lục."),
}

DAK_NONG = (
    Piece("I. Quán triệt, triển khai Chỉ thị số 35", H),
    Piece(
        "Chỉ thị số 35-CT/TW, ngày 30/5/2019 và Hướng dẫn số 26 được phổ biến tới cấp ủy các cấp ngay trong năm 2019, kèm kế hoạch có mốc ngày."
    ),
    Piece("II. Lãnh đạo, chỉ đạo", H),
    Piece("Tỉnh ủy lập 3 tiểu ban, mỗi tiểu ban báo cáo Ban Thường vụ hai tuần một lần cho đến khi đại hội cuối cùng họp xong."),
    Piece("III. Kết quả", H),
    Piece("1. Chuẩn bị văn kiện", S),
    Piece("Dự thảo của cấp trên được thảo luận ở chi bộ; Đảng bộ huyện Đắk Song gửi ý kiến theo từng đoạn, dễ tổng hợp."),
    Piece("2. Chuẩn bị nhân sự", S),
    Piece("Việc giới thiệu nhân sự đi đủ 5 bước, biên bản từng bước được lưu để cấp trên xem lại khi cần."),
    Piece("3. Tổ chức đại hội và bầu cử", S),
    Piece("Bầu cử theo Điều lệ và Quy chế bầu cử trong Đảng; kiểm phiếu xong trong buổi, công bố ngay tại hội trường."),
    Piece("IV. Hạn chế", H),
    Piece("Báo cáo chính trị ở một số nơi, như dự thảo đầu của huyện Đắk Song, còn dàn trải, kể việc và dồn số liệu mà ít nhận định."),
    Piece("Báo cáo kiểm điểm của nơi này chép lại nhiều đoạn của báo cáo chính trị, ít nói về nguyên tắc và quy chế làm việc của cấp ủy."),
    Piece("Có nơi kết quả bầu khác với đề án nhân sự đã được phê duyệt."),
    Piece("V. Nguyên nhân", H),
    Piece("Cấp trên trực tiếp hướng dẫn cách điều hành đại hội chưa kỹ; tổ biên tập hai báo cáo là cùng một nhóm người."),
    Piece("VI. Bài học kinh nghiệm", H),
    Piece("Việc trước xong mới sang việc sau, chức danh thấp làm trước; bước nào chưa rõ thì dừng lại hỏi cho rõ."),
    Piece("VII. Giải pháp", H),
    Piece("Trước ngày 27/4/2024, Ban Tổ chức Tỉnh ủy mở lớp về cách điều hành đại hội cho cấp ủy cơ sở."),
    Piece("VIII. Kiến nghị", H),
    Piece("Đề nghị Trung ương quy định tỷ lệ phiếu cụ thể khi lấy ý kiến đưa người ứng cử, người được đề cử vào danh sách bầu."),
    Piece("Đề nghị sửa chế độ với người thôi tái cử ở Hướng dẫn số 27-HD/BTCTW, ngày 20/12/2019 cho sát thực tế."),
)
DAK_NONG_SETTLED = (
    "Báo cáo kiểm điểm của nơi này chép lại nhiều đoạn của báo cáo chính trị, ít nói về nguyên tắc và quy chế làm việc của cấp ủy; "
    "từ nhiệm kỳ tới, hai báo cáo do hai tổ biên tập viết riêng."
)

# A district's first drafts with the faults that the province's review names (DO-07).
SPRAWLING = (
    Piece("Phần thứ nhất: Kết quả thực hiện nghị quyết", Style.PART),
    Piece("I. Kết quả theo lĩnh vực", H),
    Piece(
        "Nhiệm kỳ qua, huyện trồng 1.240 héc-ta cà phê, 310 héc-ta hồ tiêu, 95 héc-ta chanh dây; sửa 42 cây số đường, 17 cầu, 6 trạm bơm; "
        "xây 9 phòng học, 3 trạm y tế; tặng 215 bò giống, 86 nhà, 540 thẻ bảo hiểm; mở 28 lớp nghề, 14 hội thi, 33 đêm diễn."
    ),
    Piece(
        "Cấp ủy đã tập trung lãnh đạo; đã chỉ đạo quyết liệt; đã tổ chức quán triệt; đã ban hành kế hoạch; đã phân công phụ trách; "
        "đã kiểm tra thường xuyên; đã đôn đốc kịp thời; đã sơ kết theo quý."
    ),
    Piece("Ban Chấp hành giữ nền nếp sinh hoạt hằng tháng, nghe báo cáo của từng ủy viên được phân công theo dõi xã và ngành."),
    Piece("II. Hạn chế", H),
    Piece("Một số mặt công tác còn hạn chế, có lúc, có nơi chưa đáp ứng yêu cầu."),
    Piece("Phần thứ hai: Phương hướng", Style.PART),
    Piece("I. Nhiệm vụ, giải pháp", H),
    Piece("Tiếp tục đẩy mạnh phát triển toàn diện các lĩnh vực, nâng cao hơn nữa chất lượng các mặt công tác."),
)
OVERLAPPING = (
    Piece("I. Bối cảnh, đặc điểm", H),
    Piece("Huyện có đường biên dài, dân cư ở xa nhau, nhiều cán bộ xã mới nhận việc giữa nhiệm kỳ."),
    Piece("II. Lãnh đạo nhiệm vụ chính trị", H),
    SPRAWLING[2],
    Piece("III. Lãnh đạo xây dựng Đảng", H),
    SPRAWLING[4],
    Piece("IV. Hạn chế, nguyên nhân", H),
    Piece("Ban Thường vụ duyệt văn kiện của ba xã biên giới chậm 12 ngày. Nguyên nhân: phân công trùng người, không ai theo hạn."),
    Piece(
        "Trách nhiệm thuộc Thường trực Huyện ủy; hướng khắc phục: từ quý II năm 2024 giao mỗi xã một ủy viên, báo cáo thứ Năm hằng tuần."
    ),
)

BEN_TRE = (
    Piece("I. Kết quả thực hiện Nghị quyết", H),
    Piece("1. Chỉ tiêu", S),
    Piece("Sau nửa nhiệm kỳ, Đảng bộ Khối hoàn thành 6/7 mục tiêu Nghị quyết đề ra, đạt 85,71 %."),
    Piece(
        "Mục tiêu | Đến 17/5/2023\n1. Học tập nghị quyết | đạt\n2. Sinh hoạt chi bộ theo chuyên đề | đạt\n3. Kiểm tra, giám sát | đạt\n"
        "4. Xếp loại tổ chức đảng | đạt\n5. Dân vận khéo | đạt\n6. Cải cách thủ tục ở cơ quan | đạt\n7. Phát triển đảng ở doanh nghiệp | chưa đạt",
        Style.TABLE,
    ),
    Piece("2. Bốn nhiệm vụ đột phá", S),
    Piece("Cả 4 nhiệm vụ đột phá có sản phẩm cụ thể: Đảng bộ Xổ số chấm điểm sinh hoạt chi bộ từng tháng, 11 công trình trọng điểm của tỉnh đều có chi bộ nhận phần việc."),
    Piece("Trong 18 văn bản cụ thể hóa nghị quyết tỉnh, phần của Khối được ghi thành việc, có người chịu trách nhiệm."),
    Piece("II. Hạn chế", H),
    Piece("Mục tiêu 7 chưa đạt: ở doanh nghiệp ngoài Nhà nước mới lập được 2 chi bộ, người lao động còn ít biết về nghị quyết."),
    Piece("III. Nguyên nhân", H),
    Piece("Ban Chấp hành chưa bám sát chủ doanh nghiệp; chưa có cách truyền đạt hợp với ca kíp của người lao động."),
    Piece("IV. Bài học kinh nghiệm", H),
    Piece("Người đứng đầu làm gương trước thì nền nếp sinh hoạt mới giữ được lâu."),
    Piece("V. Nhiệm vụ nửa nhiệm kỳ còn lại", H),
    Piece("Mỗi quý Ban Tổ chức Đảng ủy Khối cùng một doanh nghiệp chuẩn bị lập tổ chức đảng; đến ngày 31/12/2024 hoàn thành mục tiêu 7."),
)  # fmt: skip
BEN_TRE_SETTLED = (
    "Lộ trình mục tiêu 7: năm 2023 khảo sát doanh nghiệp ngoài Nhà nước, năm 2024 mỗi quý kết nạp ở ít nhất một nơi; trưởng ban tổ chức "
    "báo cáo Ban Thường vụ vào tuần cuối quý."
)

BLOC = (
    Piece("I. Kết quả", H),
    Piece("1. Đại hội chi bộ nhiệm kỳ 2020-2022", S),
    Piece("Đến hết ngày 15/5/2020, toàn Khối có 3.940/5.408 chi bộ trực thuộc họp xong đại hội, đạt 72,86 %."),
    Piece("Trong đó 26/61 đảng bộ trực thuộc đã xong đại hội chi bộ, đạt 42,62 %."),
    Piece("2. Đại hội tổ chức cơ sở đảng nhiệm kỳ 2020-2025", S),
    Piece("Cùng ngày, 313/1.094 tổ chức cơ sở đảng họp xong đại hội, đạt 28,61 % (gồm 124 đảng bộ cơ sở và 189 chi bộ cơ sở)."),
    Piece("Nơi ít đảng viên họp trước, gửi lại cách làm để nơi đông học theo; không có tình huống lớn."),
    Piece("II. Hạn chế", H),
    Piece("Ở vài nơi, báo cáo chính trị kể nhiều mà kết luận ít, không con số hay trường hợp nào làm chứng; 3 đảng ủy còn vụ việc cũ."),
    Piece("III. Nguyên nhân", H),
    Piece("Cấp ủy viết báo cáo muộn, chưa qua góp ý của đảng viên; nơi có đơn thư chưa giao người theo đến cùng."),
    Piece("IV. Nhiệm vụ thời gian tới", H),
    Piece(
        "Trước ngày 30/6/2020 xong đại hội cơ sở; Ủy ban Kiểm tra Đảng ủy Khối trả lời hết đơn thư về nhân sự trước đại hội 20 ngày làm việc."
    ),
)
THIN = (
    Piece("I. Kết quả thực hiện nghị quyết", H),
    Piece(
        "Trong nhiệm kỳ, cấp ủy đã lãnh đạo thực hiện tốt nhiệm vụ chính trị; công tác xây dựng Đảng được chú trọng, chất lượng ngày càng "
        "nâng lên; các đoàn thể hoạt động sôi nổi, đời sống cán bộ được cải thiện rõ rệt, nội bộ đoàn kết, thống nhất cao."
    ),
    Piece("Công tác tham mưu được đánh giá cao, nhiều mặt chuyển biến tích cực, đạt kết quả quan trọng và toàn diện trên các lĩnh vực."),
    Piece("II. Hạn chế", H),
    Piece("Một số mặt công tác còn hạn chế."),
    Piece("III. Nhiệm vụ, giải pháp", H),
    Piece("Tiếp tục phát huy kết quả đạt được, nỗ lực phấn đấu hoàn thành tốt nhiệm vụ được giao."),
)
